import { openImportDesk } from '@haowu/server/test/import-desk.ts'
import { type FixtureFacts, surveyFixtures } from '@haowu/server/test/survey-fixtures.ts'
import buildTemplate from '@haowu/server/test/template-database.ts'
import { createTestDatabase } from '@haowu/server/test/test-database.ts'
import { createRunning } from './running.ts'
import { stopOnSignal } from './stop-on-signal.ts'
import { StartRefused, stopWithSentence } from './stop-with-sentence.ts'
import { startThrowawayPostgres } from './throwaway-postgres.ts'

const COLUMNS: [title: string, cell: (facts: FixtureFacts) => string | number][] = [
  ['file', ({ file }) => file],
  ['bytes', ({ bytes }) => bytes],
  ['encoding', ({ look }) => look?.encoding.encoding ?? ''],
  ['delimiter', ({ look }) => (look ? JSON.stringify(look.dialect.delimiter).slice(1, -1) : '')],
  ['header', ({ look, counts }) => (look && counts ? look.mapping.headerRecord : '')],
  ['records', ({ records }) => records ?? ''],
  ['rows', ({ counts }) => counts?.rows ?? ''],
  ['new', ({ counts }) => counts?.new ?? ''],
  ['errors', ({ counts }) => counts?.errors ?? ''],
  ['warnings', ({ counts }) => counts?.warnings ?? ''],
  ['answer', ({ answer }) => answer],
  ['ms', ({ ms }) => Math.round(ms)],
  ['csv-parse', ({ verdict }) => verdict],
]

/** The runner of `npm run fixtures`: what each public file beside the checkout is answered and read as, in one table. */
await stopWithSentence(async () => {
  const running = createRunning()
  stopOnSignal(running, { exitCode: 130, words: 'Stopping…' })
  try {
    const postgres = await startThrowawayPostgres()
    running.add(postgres)
    process.env.TEST_DATABASE_URL = postgres.url
    await buildTemplate()
    show(await survey())
  } finally {
    await running.stop()
  }
})

async function survey(): Promise<FixtureFacts[]> {
  await using t = await createTestDatabase()
  await using desk = openImportDesk(t)
  const all: FixtureFacts[] = []
  for await (const facts of surveyFixtures(desk)) all.push(facts)
  return all
}

function show(all: FixtureFacts[]): void {
  if (all.length === 0) throw new StartRefused('There are no fixtures beside this checkout.')
  const table = [
    COLUMNS.map(([title]) => title),
    ...all.map(facts => COLUMNS.map(([, cell]) => `${cell(facts)}`)),
  ]
  const widths = COLUMNS.map((_, at) => Math.max(...table.map(row => row[at]?.length ?? 0)))
  for (const row of table)
    console.log(
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
  for (const { file, differences } of all) {
    for (const { record, ours, theirs } of differences)
      console.log(
        `\n${file}, record ${record}\n  ours       ${JSON.stringify(ours)}\n  csv-parse  ${JSON.stringify(theirs)}`,
      )
  }
  const count = (verdict: FixtureFacts['verdict']) => all.filter(facts => facts.verdict === verdict).length
  const slowest = Math.max(...all.map(({ ms }) => ms))
  console.log(
    `\n${all.length} files: csv-parse agrees on ${count('agrees')}, differs on ${count('differs')}; ` +
      `the slowest answer took ${Math.round(slowest)} ms`,
  )
}
