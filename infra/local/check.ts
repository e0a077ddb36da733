import { CHECKS } from './checks.ts'
import { createRunning } from './running.ts'
import { stopOnSignal } from './stop-on-signal.ts'
import { stopWithSentence } from './stop-with-sentence.ts'

/** The runner of `npm run check [-- names]`: every check, each told in one line, the words of those that failed below. */
await stopWithSentence(async () => {
  stopOnSignal(createRunning(), { exitCode: 130, words: 'Stopping the checks…' })
  const wanted = process.argv.slice(2)
  const chosen = CHECKS.filter(({ name }) => wanted.length === 0 || wanted.some(word => name.includes(word)))
  const failed: string[] = []
  for (const { name, remedy, run } of chosen) {
    const started = performance.now()
    const { code, output } = await run()
    const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(5)
    console.log(
      `${code === 0 ? 'ok    ' : 'FAILED'} ${name.padEnd(16)} ${seconds} s${code === 0 ? '' : `  (${remedy})`}`,
    )
    if (code === 0) continue
    failed.push(name)
    console.log(`${output.trim()}\n`)
  }
  const verdict = failed.length === 0 ? '' : `: ${failed.join(', ')}`
  console.log(`checks: ${chosen.length - failed.length} passed, ${failed.length} failed${verdict}`)
  process.exitCode = failed.length > 0 || chosen.length === 0 ? 1 : 0
})
