import type { BulkChange } from '@haowu/shared/inventory.ts'

const BPS_WHOLE = 10_000n
const FEN_PER_YUAN = 100n

/** The price after the change, rounded half up to its step; never less than one step, because no item costs nothing. */
export function changedPrice(priceFen: bigint, change: BulkChange): bigint {
  if (change.kind === 'price_set') return BigInt(change.priceFen)
  if (change.kind !== 'price_percent') return priceFen
  const stepFen = change.round === 'yuan' ? FEN_PER_YUAN : 1n
  const scaled = priceFen * (BPS_WHOLE + BigInt(change.changeBps))
  const steps = (scaled + (stepFen * BPS_WHOLE) / 2n) / (stepFen * BPS_WHOLE)
  return (steps > 0n ? steps : 1n) * stepFen
}
