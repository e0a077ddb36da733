import type { Fen } from '@haowu/shared/money.ts'

export interface PriceRange {
  listFen: Fen
  floorFen: Fen
  ceilingFen: Fen
}

/** Between which prices a streamer may sell; without limits of the supplier's that is the list price alone. */
export function priceRange({
  listFen,
  floorFen,
  ceilingFen,
}: {
  listFen: Fen
  floorFen: Fen | null
  ceilingFen: Fen | null
}): PriceRange {
  return { listFen, floorFen: floorFen ?? listFen, ceilingFen: ceilingFen ?? listFen }
}
