import type { Database, Db, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { categoryExists, countStreamers, insertPlan, insertRate, type NewPlan } from './plan-store.ts'
import { type PlanRates, refuseRates } from './rate-limits.ts'

/** `streamerIds` names for whom a targeted or exclusive plan is; an open plan is for all and names nobody. */
export type CreatePlan = NewPlan & PlanRates

const MOST_STREAMERS = 200

/**
 * A supplier's offer to streamers, in force at once, for the whole catalogue or one category.
 * Throws `bad_request` (bounds, streamers that do not fit the kind), `rate_sum_too_high`, `not_found` (category, streamer).
 */
export async function createPlan(deps: { db: Db }, input: CreatePlan): Promise<{ planId: string }> {
  const plan = { ...input, name: input.name.trim(), streamerIds: [...new Set(input.streamerIds)] }
  return deps.db.transaction().execute(async trx => {
    await refusePlan(trx, plan)
    const planId = await insertPlan(trx, plan)
    const { rateBps, serviceRateBps } = plan
    await insertRate(trx, { planId, version: 1, rateBps, serviceRateBps, from: 'now' })
    return { planId }
  })
}

async function refusePlan(trx: Transaction<Database>, plan: CreatePlan): Promise<void> {
  const { kind, name, categoryCode, streamerIds } = plan
  if (name === '') throw new DomainError('bad_request', { field: 'name' })
  if ((kind === 'open') !== (streamerIds.length === 0) || streamerIds.length > MOST_STREAMERS) {
    throw new DomainError('bad_request', { field: 'streamerIds' })
  }
  await refuseRates(trx, kind, plan)
  if (categoryCode !== null && !(await categoryExists(trx, categoryCode))) {
    throw new DomainError('not_found', { what: 'category' })
  }
  if (streamerIds.length > 0 && (await countStreamers(trx, streamerIds)) !== streamerIds.length) {
    throw new DomainError('not_found', { what: 'streamer' })
  }
}
