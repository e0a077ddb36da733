const FIRST_DELAY_MS = 1_000
const LONGEST_DELAY_MS = 30_000
/** Who lived this long is healthy: its next crash counts as the first. */
const HEALTHY_AFTER_MS = 60_000

/** How many crashes in a row this one makes, given how long the process lived. */
export function countCrash(crashesBefore: number, livedMs: number): number {
  return livedMs >= HEALTHY_AFTER_MS ? 1 : crashesBefore + 1
}

/** The wait before the next start: 1 s after the first crash in a row, doubling up to 30 s. */
export function restartDelay(crashesInARow: number): number {
  return Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (crashesInARow - 1))
}
