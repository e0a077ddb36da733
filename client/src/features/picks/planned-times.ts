import type { Session } from '#features/picks/run-sheet.ts'

const MINUTE_MS = 60_000

/**
 * When each slot begins: by the plan from the show's start, and while it runs from what is on air now. What is gone takes no
 * time. Times are instants; null for a slot that lies behind and was never shown.
 */
export function plannedTimes({
  slots,
  startsAt,
  state,
  currentSlotId,
  onAirAt,
}: Session): Map<string, number> {
  const times = new Map<string, number>()
  const current = slots.findIndex(({ slotId }) => slotId === currentSlotId)
  const running = state === 'live' && current >= 0 && onAirAt !== null
  let at = Date.parse(startsAt)
  slots.forEach((slot, index) => {
    if (running && index === current) at = Date.parse(onAirAt)
    times.set(slot.slotId, slot.firstOnAirAt && index !== current ? Date.parse(slot.firstOnAirAt) : at)
    if (slot.standing !== 'gone') at += slot.minutes * MINUTE_MS
  })
  return times
}

/** How far the show is behind its plan where it stands, in whole minutes; negative is ahead; null while nothing is on air. */
export function minutesBehind(session: Session): number | null {
  const { slots, startsAt, currentSlotId, onAirAt } = session
  if (currentSlotId === null || onAirAt === null) return null
  const before = slots.slice(
    0,
    slots.findIndex(({ slotId }) => slotId === currentSlotId),
  )
  const planned = before
    .filter(({ standing }) => standing !== 'gone')
    .reduce((sum, { minutes }) => sum + minutes * MINUTE_MS, Date.parse(startsAt))
  return Math.round((Date.parse(onAirAt) - planned) / MINUTE_MS)
}
