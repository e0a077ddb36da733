const SHANGHAI = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'medium',
})

/** What most Chinese systems read and write, to the second: `2026-11-26 09:30:00` in UTC+8. */
export function writeShanghai(at: Date): string {
  return SHANGHAI.format(at)
}
