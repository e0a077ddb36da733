import { type Fen, shareOf } from '@haowu/shared/money.ts'

export type PlanRates = { rateBps: number; serviceRateBps: number }
export type Fees = { platformRateBps: number; techRateBps: number }
export type PlanShares = { supplierFen: Fen; streamerFen: Fen; platformFen: Fen }

/**
 * Who would get what of one plain sale (no discount, no freight, no agency), as the split on the server rounds it:
 * every share down, the supplier gets the rest. The three add up to the price.
 */
export function planShares(priceFen: Fen, rates: PlanRates, fees: Fees): PlanShares {
  const commissionFen = shareOf(priceFen, rates.rateBps)
  const techFen = shareOf(commissionFen, fees.techRateBps)
  const serviceFen = shareOf(priceFen, rates.serviceRateBps)
  const feeFen = shareOf(priceFen, fees.platformRateBps)
  return {
    supplierFen: priceFen - commissionFen - serviceFen - feeFen,
    streamerFen: commissionFen - techFen,
    platformFen: feeFen + techFen + serviceFen,
  }
}
