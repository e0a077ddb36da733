import type { RoomPiece, RoomView } from '@haowu/shared/room-view.ts'

const LONGEST_MS = 86_400_000

const isOffered = (piece: RoomPiece, now: number) =>
  piece.standing === 'sold' || Date.parse(piece.offeredUntil) > now

/** The room without what nobody may buy any more, because its report or its hold has just run out: nobody tells of that. */
export function withoutLapsed(room: RoomView, now: number): RoomView {
  return room.items.every(piece => isOffered(piece, now))
    ? room
    : { ...room, items: room.items.filter(piece => isOffered(piece, now)) }
}

/** Longer than the snapshot of a room is kept: what is read this long after a payment's time knows that it is over. */
const LOOK_AFTER_MS = 2_500

/** When to look again because a payment's time is over, of which nobody may tell; undefined where nobody is paying. */
export function nextLookMs(room: RoomView, now: number): number | undefined {
  const ends = room.items.flatMap(({ standing, payingUntil }) =>
    standing === 'being_paid' && payingUntil !== null ? [Date.parse(payingUntil) - now] : [],
  )
  return ends.length === 0 ? undefined : Math.max(0, Math.min(...ends)) + LOOK_AFTER_MS
}

/** How long until the next piece lapses; undefined where none does within a day. */
export function nextLapseMs(room: RoomView, now: number): number | undefined {
  const ends = room.items
    .filter(({ standing }) => standing !== 'sold')
    .map(({ offeredUntil }) => Date.parse(offeredUntil) - now)
  const soonest = Math.min(...ends)
  return soonest < LONGEST_MS ? Math.max(0, soonest) : undefined
}
