import type { Fen } from '@haowu/shared/money.ts'
import { PLAN_KINDS, type PlanKind, type PlanOutcome, type PriceModel } from '@haowu/shared/plan-states.ts'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { readRules } from '#domain/rules/read-rules.ts'
import { priceLimits } from './price-limits.ts'
import { priceTerms } from './price-terms.ts'
import { type RatePromise, ratePromise } from './rate-promise.ts'
import { NO_DISCOUNTS, type Share, splitOrder } from './split-order.ts'
import { type Terms, termsSchema } from './terms.ts'
import { type PlanSeen, selectDealParties, selectPlansForItem } from './terms-store.ts'

export interface Candidate {
  planId: string
  name: string
  kind: PlanKind
  categoryCode: string | null
  namedItems: boolean
  priceModel: PriceModel
  version: number | null
  rateBps: number | null
  serviceRateBps: number | null
  supplyRateBps: number | null
  outcome: PlanOutcome
}

export interface ExplainedTerms {
  /** Every plan of the supplier that could be meant (at most 100), the winner first. For the supplier and the platform: it names plans made for other streamers. */
  candidates: Candidate[]
  /** Null when no plan applies: the item cannot be held. */
  winner: Terms | null
  /** Until when the winner's rate is certain for an item that is not held yet. */
  promise: RatePromise | null
  /** What each party would get of a sale at this price, or at the nearest that may be asked, without discount and freight. */
  shares: Share[]
}

export interface Deal {
  itemId: string
  /** Given by a supplier who asks about his own item: another's is not found. */
  supplierId?: string
  streamerId: string
  priceFen: Fen
}

/**
 * Which plan counts for this item in the hands of this streamer, why the others lost, and who would get which fen.
 * The winner is what a hold freezes. Throws `not_found` when the item or the streamer does not exist.
 */
export async function explainTerms(db: Db, deal: Deal): Promise<ExplainedTerms> {
  const { plans, best, winner, listFen } = await chooseTerms(db, deal)
  return {
    candidates: plans.map(plan => toCandidate(plan, best)),
    winner,
    promise: best ? ratePromise({ ...best, cutFrom: cutFrom(best, plans) }) : null,
    shares: winner ? sharesAt(nearestPrice(deal.priceFen, winner, listFen), winner) : [],
  }
}

/** Only the winner of `explainTerms`: what a hold freezes, or null when no plan applies. */
export async function findTerms(db: Db, deal: Omit<Deal, 'priceFen'>): Promise<Terms | null> {
  return (await chooseTerms(db, deal)).winner
}

async function chooseTerms(db: Db, deal: Omit<Deal, 'priceFen'>) {
  const parties = await selectDealParties(db, deal)
  if (!parties) throw new DomainError('not_found', { what: 'item' })
  const plans = await selectPlansForItem(db, deal)
  const [first] = plans
  const best = first && whyNot(first) === null ? first : undefined
  return {
    plans,
    best,
    listFen: parties.priceFen,
    winner: best ? await freezeTerms(db, best, parties) : null,
  }
}

/** What each party gets of a plain sale at this price under these terms. */
export function sharesAt(priceFen: Fen, terms: Terms): Share[] {
  return splitOrder({ listFen: priceFen, discounts: NO_DISCOUNTS, freightFen: 0n, terms }).shares
}

/** Under a supply price, what is below the floor cannot be divided at all. */
function nearestPrice(priceFen: Fen, terms: Terms, listFen: Fen): Fen {
  if (terms.priceModel === 'commission') return priceFen
  const { floorFen, ceilingFen } = priceLimits(terms, listFen)
  if (priceFen < floorFen) return floorFen
  return priceFen > ceilingFen ? ceilingFen : priceFen
}

function toCandidate(plan: PlanSeen, best: PlanSeen | undefined): Candidate {
  const { planId, name, kind, categoryCode, namedItems, priceModel, version } = plan
  const { rateBps, serviceRateBps, supplyRateBps } = plan
  const outcome = plan === best ? 'won' : (whyNot(plan) ?? whyBeaten(plan, best))
  const reach = { kind, categoryCode, namedItems, priceModel }
  return { planId, name, ...reach, version, rateBps, serviceRateBps, supplyRateBps, outcome }
}

/** Why the plan does not apply at all; null when it does. */
export function whyNot(plan: PlanSeen): PlanOutcome | null {
  if (plan.state !== 'active') return plan.state
  if (plan.version === null) return 'not_yet_in_force'
  if (!plan.coversItem) return plan.namedItems ? 'other_items' : 'other_category'
  if (plan.blocked) return 'blocked'
  if (plan.chosen) return null
  if (plan.isFree) return plan.meetsConditions ? null : 'conditions_not_met'
  if (!plan.needsApproval) return 'not_for_this_streamer'
  if (plan.request === 'asked') return 'request_waiting'
  return plan.request === 'refused' ? 'request_refused' : 'needs_approval'
}

/** When less will count: by a cut of this plan, by the end of his part in it, or by another that starts, goes before it and pays less. */
function cutFrom(best: PlanSeen, plans: PlanSeen[]): Date | null {
  const starts = plans
    .filter(plan => fits(plan) && goesBefore(plan, best) && (plan.startsWithBps ?? 0) < (best.paysBps ?? 0))
    .map(plan => plan.startsAt)
  return [best.cutFrom, best.letOutAt, ...starts].reduce(
    (first, at) => (at !== null && (first === null || at < first) ? at : first),
    null,
  )
}

/** Whether it will apply once it starts. */
function fits({ coversItem, blocked, chosen, isFree, meetsConditions, state }: PlanSeen): boolean {
  return state !== 'ended' && coversItem && !blocked && (chosen || (isFree && meetsConditions))
}

/** As `strongestFirst` has it. */
function goesBefore(plan: PlanSeen, other: PlanSeen): boolean {
  const byKind = PLAN_KINDS.indexOf(plan.kind) - PLAN_KINDS.indexOf(other.kind)
  const order = byKind || reachOf(plan) - reachOf(other) || Number(other.createdAt) - Number(plan.createdAt)
  return order < 0
}

function whyBeaten(plan: PlanSeen, best: PlanSeen | undefined): PlanOutcome {
  if (!best) throw new Error(`plan ${plan.planId} applies but nothing won`)
  if (PLAN_KINDS.indexOf(best.kind) < PLAN_KINDS.indexOf(plan.kind)) return 'weaker_kind'
  return reachOf(best) < reachOf(plan) ? 'less_specific' : 'older'
}

function reachOf({ namedItems, categoryCode }: PlanSeen): number {
  if (namedItems) return 0
  return categoryCode === null ? 2 : 1
}

interface DealParties {
  tier: string
  agencyId: string | null
  priceFen: Fen
  floorFen: Fen | null
  ceilingFen: Fen | null
}

async function freezeTerms(
  db: Db,
  plan: PlanSeen,
  { tier, agencyId, priceFen, ...own }: DealParties,
): Promise<Terms> {
  const { platform_fee, tech_fee, agency_rate, settlement_delay } = await readRules(db, {
    platform_fee: '*',
    tech_fee: '*',
    agency_rate: agencyId ?? '*',
    settlement_delay: tier,
  })
  const used = [platform_fee, tech_fee, settlement_delay, ...(agencyId === null ? [] : [agency_rate])]
  const platformRateBps = platform_fee.value.rateBps
  return termsSchema.parse({
    planId: plan.planId,
    planVersion: plan.version,
    planKind: plan.kind,
    rateBps: plan.rateBps,
    serviceRateBps: plan.serviceRateBps,
    techRateBps: tech_fee.value.rateBps,
    platformRateBps,
    agencyId,
    agencyRateBps: agencyId === null ? 0 : agency_rate.value.rateBps,
    leaderId: plan.leaderId,
    ...priceTerms(priceFen, { ...plan, serviceRateBps: plan.serviceRateBps ?? 0, platformRateBps, own }),
    settlementTier: tier,
    settlementDays: settlement_delay.value.days,
    ruleVersions: Object.fromEntries(used.map(({ code, id, version }) => [code, { id, version }])),
  } satisfies { [K in keyof Terms]: unknown })
}
