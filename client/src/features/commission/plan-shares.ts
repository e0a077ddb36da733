import { type Fen, shareOf } from '@haowu/shared/money.ts'

/** `supplyRateBps` is null in the commission model. */
export type PlanRates = { rateBps: number; serviceRateBps: number; supplyRateBps: number | null }
export type Fees = { platformRateBps: number; techRateBps: number }
export type PlanShares = { supplierFen: Fen; streamerFen: Fen; platformFen: Fen }

/**
 * Who would get what of one plain sale at the list price (no discount, no freight, no agency), as the split on the server
 * rounds it: every share down, the supplier gets the rest, or his supply price and the streamer what it leaves.
 * The three add up to the price.
 */
export function planShares(priceFen: Fen, rates: PlanRates, fees: Fees): PlanShares {
  const serviceFen = shareOf(priceFen, rates.serviceRateBps)
  const feeFen = shareOf(priceFen, fees.platformRateBps)
  const leftFen = priceFen - serviceFen - feeFen
  const supplierFen =
    rates.supplyRateBps === null
      ? leftFen - shareOf(priceFen, rates.rateBps)
      : atMost(shareOf(priceFen, rates.supplyRateBps), leftFen)
  const commissionFen = leftFen - supplierFen
  const techFen = commissionFen > 0n ? shareOf(commissionFen, fees.techRateBps) : 0n
  return {
    supplierFen,
    streamerFen: commissionFen - techFen,
    platformFen: feeFen + techFen + serviceFen,
  }
}

function atMost(amountFen: Fen, mostFen: Fen): Fen {
  return amountFen < mostFen ? amountFen : mostFen
}
