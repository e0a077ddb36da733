import { setTimeout as sleep } from 'node:timers/promises'

/** Looks again and again, and gives up with an error that says what it waited for. */
export async function until(
  what: string,
  seconds: number,
  condition: () => Promise<boolean> | boolean,
): Promise<void> {
  const end = Date.now() + seconds * 1_000
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`not within ${seconds} s: ${what}`)
    await sleep(25)
  }
}
