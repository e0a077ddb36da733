import type { BrakeReason, ImportBrake, ImportCounts } from '@haowu/shared/imports.ts'

/** What must be seen twice before it is done; each bound is one of `research` on wiped shops, and none asks for small changes. */
export const BRAKE = {
  /** Missing items: more than this many, and more than this share of what is live. */
  missingItems: 20,
  missingShare: 0.1,
  /** Prices moved: more than this many, and more than this share of what is live. */
  movedItems: 20,
  movedShare: 0.3,
  /** The middle price ratio may not leave these bounds, once so many prices move. */
  ratioItems: 5,
  ratioLow: 0.5,
  ratioHigh: 2,
  /** So large a share of moved prices being a hundred times what they were looks like fen. */
  fenShare: 0.2,
  soldOutItems: 20,
  soldOutShare: 0.5,
  /** A full file with fewer rows than this share of the last one was probably cut. */
  fileShare: 0.5,
  /** Pieces on offer at other suppliers among the first ones looked at. */
  foreignShare: 0.3,
  foreignLookedAt: 200,
} as const

export interface BrakeFacts {
  counts: Pick<ImportCounts, 'missing' | 'priceUp' | 'priceDown' | 'rows'>
  /** Goods of this origin in the catalogue before the import. */
  live: number
  /** Middle of new over old price, over those that move; null when none does. */
  medianRatio: number | null
  /** Moved prices that are about a hundred times, or a hundredth of, what they were. */
  hundredfold: number
  soldOut: number
  /** Rows of the last full file of this origin; null for the first, and in other modes. */
  lastFullRows: number | null
  /** New pieces looked at, and how many of them are on offer at other suppliers. */
  newPieces: number
  foreignPieces: number
}

/** Null when nothing asks for a second look. */
export function judgeBrake(facts: BrakeFacts): ImportBrake | null {
  const { counts, live } = facts
  const reasons: ImportBrake['reasons'] = []
  const say = (reason: BrakeReason, found: number, of: number) => reasons.push({ reason, found, of })
  const moved = counts.priceUp + counts.priceDown
  if (isMany(counts.missing, live)) say('many_missing', counts.missing, live)
  if (moved > Math.max(BRAKE.movedItems, live * BRAKE.movedShare)) say('many_prices_moved', moved, live)
  const looksLikeFen = moved >= BRAKE.ratioItems && facts.hundredfold > moved * BRAKE.fenShare
  if (looksLikeFen) say('prices_look_like_fen', facts.hundredfold, moved)
  else if (moved >= BRAKE.ratioItems && isShifted(facts.medianRatio)) say('prices_shifted', moved, live)
  if (facts.soldOut > Math.max(BRAKE.soldOutItems, live * BRAKE.soldOutShare))
    say('many_sold_out', facts.soldOut, live)
  if (facts.lastFullRows !== null && counts.rows < facts.lastFullRows * BRAKE.fileShare)
    say('file_much_smaller', counts.rows, facts.lastFullRows)
  if (facts.foreignPieces > 1 && facts.foreignPieces > facts.newPieces * BRAKE.foreignShare)
    say('other_suppliers_skus', facts.foreignPieces, facts.newPieces)
  return reasons.length > 0 ? { reasons } : null
}

/** So many live goods, and what moves is too small a share of them to be weighed, however many more there are. */
export function liveThatSettles({ counts, soldOut }: Pick<BrakeFacts, 'counts' | 'soldOut'>): number {
  const moved = counts.priceUp + counts.priceDown
  return Math.ceil(
    Math.max(counts.missing / BRAKE.missingShare, moved / BRAKE.movedShare, soldOut / BRAKE.soldOutShare),
  )
}

/** A file that leaves out all there is was meant for something else, however little that is. */
function isMany(missing: number, live: number): boolean {
  return (
    missing > Math.max(BRAKE.missingItems, live * BRAKE.missingShare) || (missing > 1 && missing === live)
  )
}

function isShifted(ratio: number | null): boolean {
  return ratio !== null && (ratio < BRAKE.ratioLow || ratio > BRAKE.ratioHigh)
}
