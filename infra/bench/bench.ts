import { spawn } from 'node:child_process'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { createRunning } from '../local/running.ts'
import { stopOnSignal } from '../local/stop-on-signal.ts'
import { startThrowawayPostgres } from '../local/throwaway-postgres.ts'
import type { Bench, BenchResult } from './bench-contract.ts'
import { BENCHES } from './benches.ts'
import { showResult } from './show-result.ts'
import { FOUNDING_NIGHT, playNight, SHORT_NIGHT } from './night.ts'
import { findPostmaster, readNodeCpu, readPostgresCpu } from './read-cpu.ts'
import { runBench } from './run-rounds.ts'

const ROUNDS = { quick: 5, full: 9 }

/**
 * What a server that has run for a while is like: no checkpoint in the middle of one variant's turn, and log files
 * that are used again instead of being filled with zeros first.
 */
const STEADY = ["max_wal_size = '8GB'", "checkpoint_timeout = '1h'", 'wal_init_zero = off']

const USAGE = `npm run bench -- [NAME] [--quick] [--json]
  NAME     one of: ${BENCHES.map(bench => bench.name).join(', ')}; without it, all of them
  night    by itself only: the founding night again, 8,800 orders in two minutes before 2,000 viewers
  --quick  each in under a minute, rougher figures
  --json   the last line is one JSON object`

const { values: flags, positionals } = parseFlags()
const [name] = positionals
if (name === undefined) {
  await runAll()
} else if (name === 'night' && positionals.length === 1) {
  await runNight()
} else {
  const bench = BENCHES.find(({ name: known }) => known === name)
  if (bench === undefined || positionals.length > 1) stopWith(USAGE)
  await runOne(bench)
}

/** Each in its own process, so that peak memory is its own. */
async function runAll(): Promise<void> {
  for (const bench of BENCHES) {
    const args = [...process.execArgv, import.meta.filename, bench.name]
    for (const flag of ['quick', 'json'] as const) if (flags[flag]) args.push(`--${flag}`)
    const child = spawn(process.execPath, args, { stdio: 'inherit' })
    const code = await new Promise(resolve => child.on('exit', resolve))
    if (code !== 0) stopWith(`The bench \`${bench.name}\` failed.`)
  }
}

async function runOne(bench: Bench): Promise<void> {
  const postgres = await startThrowawayPostgres({ durable: true })
  const running = createRunning()
  running.add(postgres)
  stopOnSignal(running, { exitCode: 130, words: 'Stopping the measurement' })
  try {
    const admin = new pg.Client({ connectionString: postgres.url })
    await admin.connect()
    const postmaster = await findPostmaster(admin)
    for (const setting of STEADY) await admin.query(`ALTER SYSTEM SET ${setting}`)
    await admin.query('SELECT pg_reload_conf()')
    await admin.end()
    const { unit, ...result } = await runBench(bench, {
      context: { adminUrl: postgres.url, quick: flags.quick },
      clock: { nodeCpu: readNodeCpu, postgresCpu: () => readPostgresCpu(postmaster) },
      rounds: flags.quick ? ROUNDS.quick : ROUNDS.full,
    })
    report(bench, result, unit)
  } finally {
    await running.stop()
  }
}

/** Long, and no ratio: what the night was like, and whether everything is right at its end. */
async function runNight(): Promise<void> {
  const postgres = await startThrowawayPostgres({ durable: true })
  const running = createRunning()
  running.add(postgres)
  stopOnSignal(running, { exitCode: 130, words: 'Stopping the night' })
  try {
    const figures = await playNight(postgres.url, flags.quick ? SHORT_NIGHT : FOUNDING_NIGHT)
    for (const [figure, value] of Object.entries(figures)) console.log(`${figure.padEnd(28)} ${value}`)
    if (flags.json) console.log(JSON.stringify({ name: 'night', figures }))
  } finally {
    await running.stop()
  }
}

function report(bench: Bench, result: BenchResult, unit: string): void {
  console.log(showResult(bench.title, result, unit))
  if (flags.json) console.log(JSON.stringify(result))
}

function parseFlags() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { quick: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
    })
  } catch {
    return stopWith(USAGE)
  }
}

function stopWith(sentence: string): never {
  console.error(sentence)
  process.exit(1)
}
