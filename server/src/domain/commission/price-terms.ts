import { BPS_WHOLE, type Fen, least, shareOf, toFenText } from '@haowu/shared/money.ts'
import type { PriceModel } from '@haowu/shared/plan-states.ts'
import type { Terms } from './terms.ts'

/** How a plan lets an item be priced, and the fees that its price must pay. */
export interface Pricing {
  priceModel: PriceModel
  supplyRateBps: number | null
  markupBps: number | null
  floorBps: number | null
  ceilingBps: number | null
  /** The supplier's limits for this one item; they count where the plan has none. */
  own: { floorFen: Fen | null; ceilingFen: Fen | null }
  serviceRateBps: number
  platformRateBps: number
}

type PriceTerms = Pick<Terms, 'priceModel' | 'supplyPriceFen' | 'floorFen' | 'ceilingFen'>

/**
 * What a plan promises about the price of one item. The list price may always be asked. Under a supply price the floor also
 * pays the fees, so that no price inside the limits leaves the streamer less than nothing, and the mark-up caps the ceiling.
 */
export function priceTerms(listFen: Fen, pricing: Pricing): PriceTerms {
  const { priceModel, floorBps, ceilingBps, own } = pricing
  const floorFen = floorBps === null ? own.floorFen : partAbove(listFen, floorBps)
  const ceilingFen = ceilingBps === null ? own.ceilingFen : shareOf(listFen, ceilingBps)
  if (priceModel === 'supply_price') return supplyTerms(listFen, pricing, { floorFen, ceilingFen })
  return {
    priceModel,
    supplyPriceFen: null,
    floorFen: floorFen === null ? null : toFenText(least(floorFen, listFen)),
    ceilingFen: ceilingFen === null ? null : toFenText(most(ceilingFen, listFen)),
  }
}

function supplyTerms(
  listFen: Fen,
  { supplyRateBps, markupBps, serviceRateBps, platformRateBps }: Pricing,
  wished: Pricing['own'],
): PriceTerms {
  if (supplyRateBps === null || markupBps === null)
    throw new Error('a supply price without its part or mark-up')
  const feesFen = shareOf(listFen, serviceRateBps) + shareOf(listFen, platformRateBps)
  // Fees may have risen since the plan was made: then the supplier is promised what they leave.
  const supplyFen = least(shareOf(listFen, supplyRateBps), listFen - feesFen)
  const afterFees = BPS_WHOLE - BigInt(serviceRateBps + platformRateBps)
  if (afterFees <= 0n) throw new Error('fees that leave nothing')
  const paysFees = (supplyFen * BPS_WHOLE + afterFees - 1n) / afterFees
  const markedFen = supplyFen + shareOf(supplyFen, markupBps)
  const floorFen = most(paysFees, wished.floorFen ?? 0n)
  const ceilingFen = least(markedFen, wished.ceilingFen ?? markedFen)
  return {
    priceModel: 'supply_price',
    supplyPriceFen: toFenText(supplyFen),
    floorFen: toFenText(least(floorFen, listFen)),
    ceilingFen: toFenText(most(ceilingFen, listFen)),
  }
}

function most(a: Fen, b: Fen): Fen {
  return a > b ? a : b
}

function partAbove(amountFen: Fen, bps: number): Fen {
  return (amountFen * BigInt(bps) + BPS_WHOLE - 1n) / BPS_WHOLE
}
