/** The month of this instant, by the business's calendar: `2026-11`. */
export function businessMonth(now: string): string {
  return new Date(Date.parse(now) + 8 * 3_600_000).toISOString().slice(0, 7)
}

/** The month before the one of this instant, by the business's calendar: `2026-10`. */
export function lastMonth(now: string): string {
  const day = new Date(Date.parse(now) + 8 * 3_600_000)
  return new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() - 1, 1)).toISOString().slice(0, 7)
}
