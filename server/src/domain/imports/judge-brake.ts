import type { BrakeReason, ImportBrake, ImportCounts } from '@haowu/shared/imports.ts'
import type { RuleValue } from '#domain/rules/rule.ts'

/** From when on something must be seen twice before it is done: the rule `import_brake`, shares and ratios in basis points. */
export type BrakeBounds = RuleValue<'import_brake'>

/** So many basis points are the whole. */
const WHOLE_BPS = 10_000

export interface BrakeFacts {
  counts: Pick<ImportCounts, 'missing' | 'priceUp' | 'priceDown' | 'rows'>
  /** Goods of this origin in the catalogue before the import. */
  live: number
  /** Middle of new over old price, over those that move; null when none does. */
  medianRatio: number | null
  /** Moved prices that are about a hundred times, or a hundredth of, what they were. */
  hundredfold: number
  soldOut: number
  /** Goods on sale that the file itself takes off. */
  takenOff: number
  /** Rows of the last full file of this origin; null for the first, and in other modes. */
  lastFullRows: number | null
  /** New pieces looked at, and how many of them are on offer at other suppliers. */
  newPieces: number
  foreignPieces: number
}

/** Null when nothing asks for a second look. */
export function judgeBrake(facts: BrakeFacts, bounds: BrakeBounds): ImportBrake | null {
  const { counts, live } = facts
  const reasons: ImportBrake['reasons'] = []
  const say = (reason: BrakeReason, found: number, of: number) => reasons.push({ reason, found, of })
  const moved = counts.priceUp + counts.priceDown
  if (isMany(counts.missing, live, bounds)) say('many_missing', counts.missing, live)
  if (facts.takenOff > Math.max(bounds.missingItems, part(live, bounds.missingShareBps)))
    say('many_taken_off', facts.takenOff, live)
  if (moved > Math.max(bounds.movedItems, part(live, bounds.movedShareBps)))
    say('many_prices_moved', moved, live)
  const looksLikeFen = moved >= bounds.ratioItems && facts.hundredfold > part(moved, bounds.fenShareBps)
  if (looksLikeFen) say('prices_look_like_fen', facts.hundredfold, moved)
  else if (moved >= bounds.ratioItems && isShifted(facts.medianRatio, bounds))
    say('prices_shifted', Math.round((facts.medianRatio ?? 1) * 100), 100)
  if (facts.soldOut > Math.max(bounds.soldOutItems, part(live, bounds.soldOutShareBps)))
    say('many_sold_out', facts.soldOut, live)
  if (facts.lastFullRows !== null && counts.rows < part(facts.lastFullRows, bounds.fileShareBps))
    say('file_much_smaller', counts.rows, facts.lastFullRows)
  if (facts.foreignPieces > 1 && facts.foreignPieces > part(facts.newPieces, bounds.foreignShareBps))
    say('other_suppliers_skus', facts.foreignPieces, facts.newPieces)
  return reasons.length > 0 ? { reasons } : null
}

/** So many live goods, and what moves is too small a share of them to be weighed, however many more there are. */
export function liveThatSettles(
  { counts, soldOut, takenOff }: Pick<BrakeFacts, 'counts' | 'soldOut' | 'takenOff'>,
  bounds: BrakeBounds,
): number {
  const moved = counts.priceUp + counts.priceDown
  const settles = (found: number, shareBps: number) => (found * WHOLE_BPS) / shareBps
  return Math.ceil(
    Math.max(
      settles(Math.max(counts.missing, takenOff), bounds.missingShareBps),
      settles(moved, bounds.movedShareBps),
      settles(soldOut, bounds.soldOutShareBps),
    ),
  )
}

function part(of: number, shareBps: number): number {
  return (of * shareBps) / WHOLE_BPS
}

/** A file that leaves out all there is was meant for something else, however little that is. */
function isMany(missing: number, live: number, bounds: BrakeBounds): boolean {
  return (
    missing > Math.max(bounds.missingItems, part(live, bounds.missingShareBps)) ||
    (missing > 1 && missing === live)
  )
}

function isShifted(ratio: number | null, bounds: BrakeBounds): boolean {
  if (ratio === null) return false
  const ratioBps = ratio * WHOLE_BPS
  return ratioBps < bounds.ratioLowBps || ratioBps > bounds.ratioHighBps
}
