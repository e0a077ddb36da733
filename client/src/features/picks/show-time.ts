import { formatMoment } from '#ui/date-text.tsx'

/** Shanghai has had no daylight saving since 1991, so its clock is a fixed offset. */
const OFFSET = '+08:00'
const OFFSET_MS = 8 * 3_600_000
const HOUR_MS = 3_600_000

/** What a `datetime-local` field holds, read as Shanghai time whatever the device's own zone. `undefined` when incomplete. */
export function toInstant(local: string): string | undefined {
  const at = new Date(`${local}${local.length === 16 ? ':00' : ''}${OFFSET}`)
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString()
}

/** The field's text for an instant: `2026-11-24T20:00`, Shanghai time. */
export function toLocal(instant: number): string {
  return new Date(instant + OFFSET_MS).toISOString().slice(0, 16)
}

/** Tonight at eight, or in an hour when it is later than seven: when a show most likely starts. */
export function likelyStart(now: number): number {
  const midnight = Math.floor((now + OFFSET_MS) / (24 * HOUR_MS)) * 24 * HOUR_MS - OFFSET_MS
  const tonight = midnight + 20 * HOUR_MS
  return now < tonight - HOUR_MS ? tonight : Math.ceil((now + HOUR_MS) / (HOUR_MS / 4)) * (HOUR_MS / 4)
}

/** A show's time in one piece: `11月25日 20:00–23:00`; the end names its day only when it is another one. */
export function showTimes(
  { startsAt, endsAt }: { startsAt: string; endsAt: string },
  language: string,
): string {
  const sameDay = toLocal(Date.parse(startsAt)).slice(0, 10) === toLocal(Date.parse(endsAt)).slice(0, 10)
  const end = sameDay ? toLocal(Date.parse(endsAt)).slice(11) : formatMoment(endsAt, language, 'minute')
  return `${formatMoment(startsAt, language, 'minute')}${sameDay ? '–' : ' – '}${end}`
}
