import { BPS_WHOLE, type Fen, shareOf, toFenText } from '@haowu/shared/money.ts'
import type { PriceModel } from '@haowu/shared/plans.ts'
import type { Terms } from './terms.ts'

/** How a plan lets an item be priced, and the fees that its price must pay. */
export interface Pricing {
  priceModel: PriceModel
  supplyRateBps: number | null
  markupBps: number | null
  floorBps: number | null
  ceilingBps: number | null
  serviceRateBps: number
  platformRateBps: number
}

type PriceTerms = Pick<Terms, 'priceModel' | 'supplyPriceFen' | 'floorFen' | 'ceilingFen'>

/**
 * What a plan promises about the price of one item. The list price may always be asked. Under a supply price the floor also
 * pays the fees, so that no price inside the limits leaves the streamer less than nothing, and the mark-up caps the ceiling.
 */
export function priceTerms(listFen: Fen, pricing: Pricing): PriceTerms {
  const { priceModel, floorBps, ceilingBps } = pricing
  if (priceModel === 'supply_price') return supplyTerms(listFen, pricing)
  return {
    priceModel,
    supplyPriceFen: null,
    floorFen: floorBps === null ? null : toFenText(partAbove(listFen, floorBps)),
    ceilingFen: ceilingBps === null ? null : toFenText(shareOf(listFen, ceilingBps)),
  }
}

function supplyTerms(listFen: Fen, pricing: Pricing): PriceTerms {
  const { supplyRateBps, markupBps, floorBps, ceilingBps, serviceRateBps, platformRateBps } = pricing
  if (supplyRateBps === null || markupBps === null)
    throw new Error('a supply price without its part or mark-up')
  const feesFen = shareOf(listFen, serviceRateBps) + shareOf(listFen, platformRateBps)
  // Fees may have risen since the plan was made: then the supplier is promised what they leave.
  const wantedFen = shareOf(listFen, supplyRateBps)
  const supplyFen = wantedFen < listFen - feesFen ? wantedFen : listFen - feesFen
  const afterFees = BPS_WHOLE - BigInt(serviceRateBps + platformRateBps)
  if (afterFees <= 0n) throw new Error('fees that leave nothing')
  const paysFees = (supplyFen * BPS_WHOLE + afterFees - 1n) / afterFees
  const wished = partAbove(listFen, floorBps ?? 0)
  const marked = supplyFen + shareOf(supplyFen, markupBps)
  const allowed = ceilingBps === null ? marked : shareOf(listFen, ceilingBps)
  const floorFen = paysFees > wished ? paysFees : wished
  const ceilingFen = marked < allowed ? marked : allowed
  return {
    priceModel: 'supply_price',
    supplyPriceFen: toFenText(supplyFen),
    floorFen: toFenText(floorFen < listFen ? floorFen : listFen),
    ceilingFen: toFenText(ceilingFen > listFen ? ceilingFen : listFen),
  }
}

function partAbove(amountFen: Fen, bps: number): Fen {
  return (amountFen * BigInt(bps) + BPS_WHOLE - 1n) / BPS_WHOLE
}
