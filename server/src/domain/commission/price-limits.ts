import type { Fen } from '@haowu/shared/money.ts'
import type { Terms } from './terms.ts'

export interface PriceLimits {
  floorFen: Fen
  ceilingFen: Fen
}

/** Between which prices an item may be sold under its terms; where they say nothing, at its list price alone. */
export function priceLimits(terms: Pick<Terms, 'floorFen' | 'ceilingFen'>, listFen: Fen): PriceLimits {
  return {
    floorFen: terms.floorFen === null ? listFen : BigInt(terms.floorFen),
    ceilingFen: terms.ceilingFen === null ? listFen : BigInt(terms.ceilingFen),
  }
}
