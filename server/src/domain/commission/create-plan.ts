import type { Database, Db, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import {
  categoryExists,
  countOwnItems,
  countStreamers,
  insertPlan,
  isDayAhead,
  type NewPlan,
} from './plan-store.ts'
import { type PlanRates, refusePricing } from './rate-limits.ts'
import { insertRate } from './rate-store.ts'
import { wouldCut } from './would-cut.ts'

type Reach = 'supplierId' | 'kind' | 'name' | 'categoryCode' | 'streamerIds'
/** `streamerIds` names for whom a targeted or exclusive plan is; an open plan is for all who meet its conditions, and names nobody. */
export type CreatePlan = Pick<NewPlan, Reach> & Partial<Omit<NewPlan, Reach>> & Partial<PlanRates>

const MOST_STREAMERS = 200
const MOST_ITEMS = 500

/**
 * A supplier's offer to streamers, for the whole catalogue, one category or items by name: in force at once, or from the next day
 * 00:00 in Shanghai where it would pay somebody less than the plan it goes before.
 * Throws `bad_request` (bounds, streamers that do not fit the kind, an end that is past, conditions beside names),
 * `rate_sum_too_high`, `not_found` (category, item, streamer).
 */
export async function createPlan(
  deps: { db: Db },
  input: CreatePlan,
): Promise<{ planId: string; startsLater: boolean }> {
  return deps.db.transaction().execute(async trx => {
    const plan = withDefaults(input)
    const { rateBps = 0, serviceRateBps = 0, supplyRateBps = null } = input
    const rates = { rateBps, serviceRateBps, supplyRateBps }
    await refusePlan(trx, plan)
    const markupBps = await refusePricing(trx, plan, rates)
    const planId = await insertPlan(trx, { ...plan, markupBps })
    const startsLater = await wouldCut(trx, { planId, rates })
    const from = startsLater ? 'tomorrow' : 'now'
    await insertRate(trx, { planId, version: 1, ...rates, leaderId: null, from })
    return { planId, startsLater }
  })
}

function withDefaults(input: CreatePlan): NewPlan {
  const { supplierId, kind, name, categoryCode, streamerIds } = input
  return {
    supplierId,
    kind,
    name: name.trim(),
    categoryCode,
    streamerIds: [...new Set(streamerIds)],
    itemIds: [...new Set(input.itemIds ?? [])],
    priceModel: input.priceModel ?? 'commission',
    markupBps: input.markupBps ?? null,
    floorBps: input.floorBps ?? null,
    ceilingBps: input.ceilingBps ?? null,
    needsApproval: input.needsApproval ?? false,
    minTier: input.minTier ?? null,
    minOrders: input.minOrders ?? null,
    minGmvFen: input.minGmvFen ?? null,
    minScore: input.minScore ?? null,
    endsOn: input.endsOn ?? null,
  }
}

async function refusePlan(trx: Transaction<Database>, plan: NewPlan): Promise<void> {
  const { supplierId, name, categoryCode, itemIds, streamerIds, endsOn } = plan
  if (name === '') throw new DomainError('bad_request', { field: 'name' })
  refuseAudience(plan)
  if (itemIds.length > MOST_ITEMS || (itemIds.length > 0 && categoryCode !== null)) {
    throw new DomainError('bad_request', { field: 'itemIds' })
  }
  if (endsOn !== null && !(await isDayAhead(trx, endsOn))) {
    throw new DomainError('bad_request', { field: 'endsOn' })
  }
  if (categoryCode !== null && !(await categoryExists(trx, categoryCode))) {
    throw new DomainError('not_found', { what: 'category' })
  }
  if (itemIds.length > 0 && (await countOwnItems(trx, { supplierId, itemIds })) !== itemIds.length) {
    throw new DomainError('not_found', { what: 'item' })
  }
  if (streamerIds.length > 0 && (await countStreamers(trx, streamerIds)) !== streamerIds.length) {
    throw new DomainError('not_found', { what: 'streamer' })
  }
}

/** An open plan names nobody; one without approval names somebody; conditions are for those who are not named. */
function refuseAudience(plan: NewPlan): void {
  const { kind, needsApproval, streamerIds, minTier, minOrders, minGmvFen, minScore } = plan
  const named = streamerIds.length > 0
  if (streamerIds.length > MOST_STREAMERS || (kind === 'open' ? named : !named && !needsApproval)) {
    throw new DomainError('bad_request', { field: 'streamerIds' })
  }
  const asks = [minTier, minOrders, minGmvFen, minScore].some(condition => condition !== null)
  if (asks && kind !== 'open' && !needsApproval) throw new DomainError('bad_request', { field: 'conditions' })
}
