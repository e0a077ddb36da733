import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { type PlanRates, refusePricing } from './rate-limits.ts'
import { wouldCut } from './would-cut.ts'
import { insertRate, lockPlan, type PlanLocked } from './rate-store.ts'

export interface ChangeRate extends Omit<PlanRates, 'supplyRateBps'> {
  supplierId: string
  planId: string
  supplyRateBps?: number | null
}
export interface RateChanged {
  version: number
  /** Null when nothing changed. */
  effectiveFrom: Date | null
}

/**
 * Publishes the next version of a plan's rates. A raise applies now; a cut of either rate, or a higher supply price, applies
 * from the next day 00:00 in Shanghai, and never to an item that is already held, because its terms are frozen in the hold.
 * A later change replaces one that has not started yet. The same rates again change nothing. The leader stays.
 * Throws `not_found` for another supplier's or an ended plan, `bad_request` and `rate_sum_too_high` as for a new plan.
 */
export async function changeRate(deps: { db: Db }, input: ChangeRate): Promise<RateChanged> {
  const { planId, supplierId, rateBps, serviceRateBps, supplyRateBps = null } = input
  return deps.db.transaction().execute(async trx => {
    const plan = await lockPlan(trx, input)
    if (!plan || plan.state === 'ended') throw new DomainError('not_found', { what: 'plan' })
    const rates = { rateBps, serviceRateBps, supplyRateBps }
    await refusePricing(trx, { ...plan, supplierId }, rates)
    if (isSame(plan, rates)) return { version: plan.newestVersion, effectiveFrom: null }
    const version = plan.newestVersion + 1
    const leaderId = plan.newestLeaderId
    const cuts = plan.rateBps === null ? await wouldCut(trx, { planId, rates }) : isCut(plan, rates)
    const from = cuts ? 'tomorrow' : 'now'
    return { version, effectiveFrom: await insertRate(trx, { planId, version, ...rates, leaderId, from }) }
  })
}

function isSame(plan: PlanLocked, { rateBps, serviceRateBps, supplyRateBps }: PlanRates): boolean {
  return (
    rateBps === plan.newestRateBps &&
    serviceRateBps === plan.newestServiceRateBps &&
    supplyRateBps === plan.newestSupplyRateBps
  )
}

/** Whether somebody would get less. Under a supply price the streamer's margin pays the service fee, whichever way it moves. */
function isCut(plan: PlanLocked, { rateBps, serviceRateBps, supplyRateBps }: PlanRates): boolean {
  if (rateBps < (plan.rateBps ?? 0) || serviceRateBps < (plan.serviceRateBps ?? 0)) return true
  if (supplyRateBps === null || plan.supplyRateBps === null) return false
  return supplyRateBps > plan.supplyRateBps || serviceRateBps > (plan.serviceRateBps ?? 0)
}
