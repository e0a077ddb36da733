import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { insertRate, lockPlan } from './plan-store.ts'
import { type PlanRates, refuseRates } from './rate-limits.ts'

export interface ChangeRate extends PlanRates {
  supplierId: string
  planId: string
}
export interface RateChanged {
  version: number
  /** Null when nothing changed. */
  effectiveFrom: Date | null
}

/**
 * Publishes the next version of a plan's rates. A raise applies now; a cut of either rate applies from the next day 00:00 in
 * Shanghai, and never to an item that is already held, because its terms are frozen in the hold. A later change replaces
 * one that has not started yet. The same rates again change nothing.
 * Throws `not_found` for another supplier's or an ended plan, `bad_request` and `rate_sum_too_high` as for a new plan.
 */
export async function changeRate(deps: { db: Db }, input: ChangeRate): Promise<RateChanged> {
  const { planId, rateBps, serviceRateBps } = input
  return deps.db.transaction().execute(async trx => {
    const plan = await lockPlan(trx, input)
    if (!plan || plan.state === 'ended') throw new DomainError('not_found', { what: 'plan' })
    await refuseRates(trx, plan.kind, input)
    if (rateBps === plan.newestRateBps && serviceRateBps === plan.newestServiceRateBps) {
      return { version: plan.newestVersion, effectiveFrom: null }
    }
    const cut = rateBps < (plan.rateBps ?? 0) || serviceRateBps < (plan.serviceRateBps ?? 0)
    const version = plan.newestVersion + 1
    const from = cut ? 'tomorrow' : 'now'
    return {
      version,
      effectiveFrom: await insertRate(trx, { planId, version, rateBps, serviceRateBps, from }),
    }
  })
}
