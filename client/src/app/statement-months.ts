const SHANGHAI_MS = 8 * 3_600_000
const SHOWN = 12

/** The business month of this device's time, `2026-11`. */
export function thisMonth(now = Date.now()): string {
  return new Date(now + SHANGHAI_MS).toISOString().slice(0, 7)
}

/** The last twelve months and, where it is none of them, the chosen one; newest first. */
export function monthsToChoose(chosen: string, now = Date.now()): string[] {
  const [year = 0, month = 1] = thisMonth(now).split('-').map(Number)
  const months = Array.from({ length: SHOWN }, (_, back) =>
    new Date(Date.UTC(year, month - 1 - back, 1)).toISOString().slice(0, 7),
  )
  return months.includes(chosen) ? months : [chosen, ...months].sort().reverse()
}
