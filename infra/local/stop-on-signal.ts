import type { Running } from './running.ts'

/** Terminal, npm and our own wrapper each pass on the same Ctrl-C. */
const SAME_PRESS_MS = 1_000

/**
 * On Ctrl-C, SIGTERM, a closed terminal or the end of our parent: stops what runs, then exits with `exitCode`.
 * A second Ctrl-C does not wait.
 */
export function stopOnSignal(
  running: Running,
  { exitCode, words }: { exitCode: number; words: string },
): void {
  let askedAt: number | undefined
  const stop = async () => {
    if (askedAt !== undefined) {
      if (Date.now() - askedAt < SAME_PRESS_MS) return
      running.kill()
      process.exit(1)
    }
    askedAt = Date.now()
    console.log(`\n${words}`)
    await running.stop()
    console.log('Stopped')
    process.exit(exitCode)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop())
  // The channel to our parent must not keep us alive; it only tells us that the parent is gone.
  process.on('disconnect', () => void stop())
  process.channel?.unref()
}
