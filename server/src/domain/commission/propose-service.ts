import type { OfferState, PlanKind } from '@haowu/shared/plan-states.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { tellParty } from '#domain/notices/tell-party.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import { isFree, isLive } from './plan-fit.ts'
import { rateInForce } from './rate-in-force.ts'

export interface ProposeService {
  leaderId: string
  planId: string
  serviceRateBps: number
  note: string
}

/**
 * A leader offers to recruit for a supplier's open plan, for a service fee; a new offer for the same plan replaces the one
 * that waits. Throws `not_found` for a plan that is not open to leaders, `bad_request` beyond the bounds of service fees.
 */
export async function proposeService(
  deps: { db: Db },
  { leaderId, planId, serviceRateBps, note }: ProposeService,
): Promise<{ offerId: string }> {
  return deps.db.transaction().execute(async trx => {
    const { value: bounds } = await readRule(trx, 'rate_bounds', 'service')
    if (serviceRateBps < 1 || serviceRateBps > bounds.maxBps) {
      throw new DomainError('bad_request', { field: 'serviceRateBps', minBps: 1, maxBps: bounds.maxBps })
    }
    const { rows } = await sql<{ supplierId: string }>`
      SELECT plan.supplier_id FROM plan ${rateInForce}
      WHERE plan.id = ${planId} AND ${isFree} AND ${isLive} AND rate.leader_id IS NULL
      FOR NO KEY UPDATE OF plan
    `.execute(trx)
    const [plan] = rows
    if (!plan) throw new DomainError('not_found', { what: 'plan' })
    await trx
      .updateTable('leaderOffer')
      .set({ state: 'withdrawn', decidedAt: sql<Date>`app_now()` })
      .where('planId', '=', planId)
      .where('leaderId', '=', leaderId)
      .where('state', '=', 'proposed')
      .execute()
    const { value: times } = await readRule(trx, 'plan_requests')
    const expiresAt = sql<Date>`app_now() + make_interval(days => ${times.answerDays})`
    const { id: offerId } = await trx
      .insertInto('leaderOffer')
      .values({ planId, supplierId: plan.supplierId, leaderId, serviceRateBps, note, expiresAt })
      .returning('id')
      .executeTakeFirstOrThrow()
    await tellParty(trx, {
      partyId: plan.supplierId,
      kind: 'service_proposed',
      key: `leader_offer:${offerId}:proposed`,
      refId: offerId,
    })
    return { offerId }
  })
}

/** Takes back an offer nobody has answered; a second time changes nothing. Throws `not_found` for another's. */
export async function withdrawOffer(
  deps: { db: Db },
  { offerId, leaderId }: { offerId: string; leaderId: string },
): Promise<void> {
  const { numUpdatedRows } = await deps.db
    .updateTable('leaderOffer')
    .set(eb => ({
      state: eb.case().when('state', '=', 'proposed').then('withdrawn').else(eb.ref('state')).end(),
      decidedAt: eb.fn.coalesce('decidedAt', sql<Date>`app_now()`),
    }))
    .where('id', '=', offerId)
    .where('leaderId', '=', leaderId)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw new DomainError('not_found', { what: 'offer' })
}

export interface RecruitablePlan {
  planId: string
  supplierName: string
  kind: PlanKind
  categoryCode: string | null
  rateBps: number
  supplyRateBps: number | null
  serviceRateBps: number
  /** The leader's own last offer for it. */
  offerState: OfferState | null
}

const MOST_LISTED = 200

/** Open plans that no leader recruits for yet, the best commissions first; their names stay with the suppliers. */
export async function listRecruitablePlans(
  db: Db,
  { leaderId, categoryCode }: { leaderId: string; categoryCode?: string | undefined },
): Promise<RecruitablePlan[]> {
  const { rows } = await sql<RecruitablePlan>`
    SELECT plan.id AS plan_id, supplier.name AS supplier_name, plan.kind, plan.category_code, rate.rate_bps,
      rate.supply_rate_bps, rate.service_rate_bps,
      (SELECT CASE WHEN state = 'proposed' AND expires_at <= app_now() THEN 'expired' ELSE state END FROM leader_offer
        WHERE plan_id = plan.id AND leader_id = ${leaderId} ORDER BY id DESC LIMIT 1) AS offer_state
    FROM plan ${rateInForce} JOIN party AS supplier ON supplier.id = plan.supplier_id
    WHERE ${isFree} AND ${isLive} AND rate.version IS NOT NULL AND rate.leader_id IS NULL
      AND NOT EXISTS (SELECT FROM leader_offer WHERE plan_id = plan.id AND state = 'accepted')
      AND (${categoryCode ?? null}::text IS NULL OR plan.category_code IS NULL OR plan.category_code = ${categoryCode ?? null}::text)
    ORDER BY rate.rate_bps DESC, plan.id DESC LIMIT ${MOST_LISTED}
  `.execute(db)
  return rows
}
