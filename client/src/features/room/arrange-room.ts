import type { RoomPiece } from '@haowu/shared/room-view.ts'

/** A room as a viewer reads it: what is shown now, what comes next, what else there is, what is gone. */
export interface ArrangedRoom {
  now: RoomPiece | undefined
  next: RoomPiece | undefined
  others: RoomPiece[]
  sold: RoomPiece[]
}

export function arrangeRoom(items: RoomPiece[]): ArrangedRoom {
  const now = items.find(({ onAir }) => onAir)
  const left = items.filter(piece => piece !== now && piece.standing !== 'sold')
  const next = now && left.find(({ position }) => position > now.position)
  return {
    now,
    next,
    others: left.filter(piece => piece !== next),
    sold: items.filter(piece => piece !== now && piece.standing === 'sold'),
  }
}

const MOST_ALTERNATIVES = 3

/** What somebody who lost a piece may like instead: of the same kind first, then the nearest price. */
export function findAlternatives(items: RoomPiece[], lost: RoomPiece): RoomPiece[] {
  const distance = ({ priceFen }: RoomPiece) => {
    const gap = BigInt(priceFen) - BigInt(lost.priceFen)
    return gap < 0n ? -gap : gap
  }
  const rank = (piece: RoomPiece) => (piece.categoryCode === lost.categoryCode ? 0 : 1)
  return items
    .filter(piece => piece.itemId !== lost.itemId && piece.standing === 'on_sale')
    .sort((a, b) => rank(a) - rank(b) || (distance(a) < distance(b) ? -1 : 1))
    .slice(0, MOST_ALTERNATIVES)
}
