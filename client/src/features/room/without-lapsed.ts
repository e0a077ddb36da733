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

/** How long until the next piece lapses; undefined where none does within a day. */
export function nextLapseMs(room: RoomView, now: number): number | undefined {
  const ends = room.items
    .filter(({ standing }) => standing !== 'sold')
    .map(({ offeredUntil }) => Date.parse(offeredUntil) - now)
  const soonest = Math.min(...ends)
  return soonest < LONGEST_MS ? Math.max(0, soonest) : undefined
}
