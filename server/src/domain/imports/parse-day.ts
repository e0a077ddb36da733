/** Day 0 of Excel's serial dates, as it counts since its famous leap year of 1900. */
const EXCEL_EPOCH = Date.UTC(1899, 11, 30)

export type ParsedDay = { day: string; fromSerial: boolean } | null

/** `2026-11-02`, `2026/11/2 10:30`, `2026.11.02`, `2026年11月2日`, `20261102`, or an Excel serial; without a year it is refused. */
export function parseDay(text: string): ParsedDay {
  const written = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?$/.exec(text)
  const packed = /^(\d{4})(\d{2})(\d{2})$/.exec(text)
  const parts = written ?? packed
  if (parts) {
    const day = `${parts[1]}-${(parts[2] ?? '').padStart(2, '0')}-${(parts[3] ?? '').padStart(2, '0')}`
    return isRealDay(day) ? { day, fromSerial: false } : null
  }
  if (/^[345]\d{4}$/.test(text)) {
    const day = new Date(EXCEL_EPOCH + Number(text) * 86_400_000).toISOString().slice(0, 10)
    return { day, fromSerial: true }
  }
  return null
}

function isRealDay(day: string): boolean {
  const instant = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(instant.getTime()) && instant.toISOString().slice(0, 10) === day
}
