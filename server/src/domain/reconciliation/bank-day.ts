const DAYS_OF_THIRTY = 30

/**
 * A day as banks write it, as `YYYY-MM-DD`; null for what is none. Banks that count thirty days a month have a 30th of
 * February: it is the last day of that month.
 */
export function toBankDay(year: number, month: number, day: number): string | null {
  if (!(month >= 1 && month <= 12 && day >= 1)) return null
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate()
  const isThirtieth = month === 2 && day <= DAYS_OF_THIRTY
  if (day > last && !isThirtieth) return null
  return [String(year).padStart(4, '0'), month, Math.min(day, last)]
    .map(part => String(part).padStart(2, '0'))
    .join('-')
}

/** `261130` → `2026-11-30`. Statements are younger than 1980. */
export function readShortDay(text: string): string | null {
  if (!/^\d{6}$/.test(text)) return null
  const year = Number(text.slice(0, 2))
  return toBankDay(year + (year >= 80 ? 1900 : 2000), Number(text.slice(2, 4)), Number(text.slice(4, 6)))
}

/** `0102` beside the value date 2026-12-31 is 2027-01-02: of the three years around it, the one that lies nearest. */
export function readDayNear(text: string, near: string): string | null {
  if (!/^\d{4}$/.test(text)) return null
  const year = Number(near.slice(0, 4))
  const distance = (day: string) => Math.abs(Date.parse(day) - Date.parse(near))
  const days = [year - 1, year, year + 1]
    .map(candidate => toBankDay(candidate, Number(text.slice(0, 2)), Number(text.slice(2, 4))))
    .filter(day => day !== null)
  return days.sort((one, other) => distance(one) - distance(other))[0] ?? null
}

const WRITTEN_DAY = /^(?:(\d{4})(\d{2})(\d{2})|(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?)(?:[T\s]+(.+))?$/
const WRITTEN_TIME = /^(\d{1,2}):?(\d{2})(?::?(\d{2}))?(?:\.\d+)?$/

export interface Moment {
  day: string
  at: Date
}

/** `30 Nov 2026` and `30-Nov-2026`, as statements in English have it; which of two numbers is the month, nobody can tell. */
const NAMED_MONTH = /^(\d{1,2})[\s-]([a-z]{3})[a-z]*[\s-](\d{4})/i
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

function numberMonth(text: string): string {
  const [named = '', date = '', month = '', year = ''] = NAMED_MONTH.exec(text) ?? []
  if (named === '') return text
  return [year, MONTHS.indexOf(month.toLowerCase()) + 1, date].join('-') + text.slice(named.length)
}

/** `20261130`, `2026-11-30 10:11:12`, `2026年1月3日`; the time may stand in a cell of its own. Times are those of Shanghai. */
export function readMoment(dayText: string, timeText = ''): Moment | null {
  return readUsual(dayText) ?? readWritten(dayText, timeText)
}

/** Nearly every line of nearly every file: `2026-11-30 10:11:12`. */
const USUAL = /^\d{4}-\d{2}-\d{2} (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d$/
const AHEAD_MS = 8 * 3_600_000

/** Null for anything else, and for a day that no month has: a date takes it for one of the next. */
function readUsual(text: string): Moment | null {
  if (!USUAL.test(text)) return null
  const day = text.slice(0, 10)
  const at = new Date(`${day}T${text.slice(11)}+08:00`)
  return new Date(at.getTime() + AHEAD_MS).getUTCDate() === Number(day.slice(8)) ? { day, at } : null
}

function readWritten(dayText: string, timeText: string): Moment | null {
  const [, year, month, date, ...spaced] = WRITTEN_DAY.exec(numberMonth(dayText.trim())) ?? []
  const [spacedYear, spacedMonth, spacedDate, rest] = spaced
  const written = Number(date ?? spacedDate)
  const day = toBankDay(Number(year ?? spacedYear), Number(month ?? spacedMonth), written)
  // Only SWIFT's messages know a 30th of February.
  if (day === null || Number(day.slice(-2)) !== written) return null
  const time = (rest ?? timeText).trim()
  if (time === '') return { day, at: midnightOf(day) }
  const [, hour, minute, second = '00'] = WRITTEN_TIME.exec(time) ?? []
  if (hour === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null
  return { day, at: new Date(`${day}T${hour.padStart(2, '0')}:${minute}:${second}+08:00`) }
}

export function midnightOf(day: string): Date {
  return new Date(`${day}T00:00:00+08:00`)
}
