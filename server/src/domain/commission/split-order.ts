import { type Fen, shareOf } from '@haowu/shared/money.ts'
import { explainShare, type Step } from './split-steps.ts'
import type { Rates } from './terms.ts'

export type ShareRole = 'supplier' | 'streamer' | 'agency' | 'leader' | 'platform'
export interface Share {
  role: ShareRole
  amountFen: Fen
  /** How the amount came about, ready to be stored as JSON. */
  steps: Step[]
}
/** Who lets the buyer pay less, and by how much. */
export interface Discounts {
  supplierFen: Fen
  platformFen: Fen
  streamerFen: Fen
}
export interface SplitInput {
  listFen: Fen
  discounts: Discounts
  freightFen: Fen
  terms: Rates
}
export interface Split {
  baseFen: Fen
  /** What the shares add up to: paid by the buyer plus what the platform put in. */
  totalFen: Fen
  shares: Share[]
}
/** Every amount of the division, before it is grouped by who gets it. */
export type SplitAmounts = ReturnType<typeof divide>

export const NO_DISCOUNTS: Discounts = { supplierFen: 0n, platformFen: 0n, streamerFen: 0n }

/**
 * Divides one order among those who earn from it, to the fen.
 *
 * base = list − supplier's discount (so what the buyer pays for goods, plus discounts the platform or the streamer fund).
 * commission = ⌊base·r⌋, service = ⌊base·s⌋, tech = ⌊commission·t⌋, agency = ⌊(commission − tech)·m⌋, platform fee = ⌊base·p⌋;
 * streamer = rest of the commission − the discount he funds; supplier = rest of everything, with the freight.
 * Under a supply price the supplier gets that price instead (less his own discount), and the commission is the margin: what
 * is left of the base after supply price, service and platform fee.
 * The platform's share is its fee, the tech fee, and the service fee when no leader is there to earn it.
 *
 * Σ shares = what the buyer paid + the platform's discount, always. Supplier, streamer and platform are always listed,
 * even with 0; agency and leader when there is one. Throws RangeError on what cannot be divided: a negative amount, a
 * discount beyond the price or beyond what the streamer earns, rates that leave the supplier less than nothing.
 */
export function splitOrder(input: SplitInput): Split {
  const amounts = divide(input)
  const { agencyId, leaderId } = input.terms
  const share = (role: ShareRole, amountFen: Fen): Share => ({
    role,
    amountFen,
    steps: explainShare(role, input, amounts),
  })
  const shares = [share('supplier', amounts.supplierFen), share('streamer', amounts.streamerFen)]
  if (agencyId !== null) shares.push(share('agency', amounts.agencyFen))
  if (leaderId !== null) shares.push(share('leader', amounts.serviceFen))
  shares.push(share('platform', amounts.platformFen))
  return {
    baseFen: amounts.baseFen,
    totalFen: amounts.baseFen + input.freightFen - input.discounts.streamerFen,
    shares,
  }
}

function divide({ listFen, discounts, freightFen, terms }: SplitInput) {
  const baseFen = notNegative('base', listFen - notNegative('supplier discount', discounts.supplierFen))
  const serviceFen = shareOf(baseFen, terms.serviceRateBps)
  const platformFeeFen = shareOf(baseFen, terms.platformRateBps)
  const promisedFen = promised(terms, discounts)
  const commissionFen =
    promisedFen === null
      ? shareOf(baseFen, terms.rateBps)
      : notNegative('margin', baseFen - promisedFen - serviceFen - platformFeeFen)
  const techFen = shareOf(commissionFen, terms.techRateBps)
  const agencyFen = terms.agencyId === null ? 0n : shareOf(commissionFen - techFen, terms.agencyRateBps)
  const streamerDiscountFen = notNegative('streamer discount', discounts.streamerFen)
  const supplierFen = baseFen - commissionFen - serviceFen - platformFeeFen
  return {
    baseFen,
    commissionFen,
    serviceFen,
    techFen,
    agencyFen,
    platformFeeFen,
    streamerFen: notNegative('streamer', commissionFen - techFen - agencyFen - streamerDiscountFen),
    platformFen: platformFeeFen + techFen + (terms.leaderId === null ? serviceFen : 0n),
    supplierFen: notNegative('supplier', supplierFen) + notNegative('freight', freightFen),
  }
}

/** What the supplier was promised of the goods whatever they are sold for; null where he gets the rest of the price. */
function promised({ priceModel, supplyPriceFen }: Rates, discounts: Discounts): Fen | null {
  if (priceModel === 'commission') return null
  if (supplyPriceFen === null) throw new RangeError('a supply price that nobody named')
  return notNegative('supply price', BigInt(supplyPriceFen) - discounts.supplierFen)
}

function notNegative(name: string, amountFen: Fen): Fen {
  if (amountFen < 0n) throw new RangeError(`${name} would be ${amountFen} fen`)
  return amountFen
}
