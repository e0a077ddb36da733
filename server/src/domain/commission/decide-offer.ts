import type { OfferState } from '@haowu/shared/plan-states.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { tellParty } from '#domain/notices/tell-party.ts'
import { refusePricing } from './rate-limits.ts'
import { insertRate, lockPlan } from './rate-store.ts'

export interface DecideOffer {
  supplierId: string
  offerId: string
  accept: boolean
  reason: string
}

/**
 * Accepts or declines a leader's offer. From the next day 00:00 on the plan pays its service fee to the leader; what is held
 * by then keeps its terms. Accepting one declines the others that wait for the same plan.
 * Throws `not_found` for another's offer, `plan_state` when it no longer waits or its plan has ended or has a leader, and
 * `rate_sum_too_high`.
 */
export async function decideOffer(
  deps: { db: Db },
  { supplierId, offerId, accept, reason }: DecideOffer,
): Promise<void> {
  await deps.db.transaction().execute(async trx => {
    const offer = await trx
      .selectFrom('leaderOffer')
      .select(['planId', 'leaderId', 'serviceRateBps', 'state'])
      .select(sql<boolean>`expires_at <= app_now()`.as('late'))
      .where('id', '=', offerId)
      .where('supplierId', '=', supplierId)
      .executeTakeFirst()
    if (!offer) throw new DomainError('not_found', { what: 'offer' })
    if (offer.late && offer.state === 'proposed') throw new DomainError('plan_state', { state: 'expired' })
    if (accept) await payLeader(trx, { ...offer, supplierId })
    const { numUpdatedRows } = await trx
      .updateTable('leaderOffer')
      .set({
        state: accept ? 'accepted' : 'declined',
        reason: reason.trim(),
        decidedAt: sql<Date>`app_now()`,
      })
      .where('id', '=', offerId)
      .where('state', '=', 'proposed')
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw new DomainError('plan_state', { state: offer.state })
    await tellLeader(trx, { offerId, leaderId: offer.leaderId, accept })
    if (accept) await declineOthers(trx, offer.planId)
  })
}

async function payLeader(
  trx: Transaction<Database>,
  {
    planId,
    supplierId,
    leaderId,
    serviceRateBps,
  }: { planId: string; supplierId: string; leaderId: string; serviceRateBps: number },
): Promise<void> {
  const plan = await lockPlan(trx, { planId, supplierId })
  if (!plan || plan.state === 'ended' || plan.newestLeaderId !== null) {
    throw new DomainError('plan_state', { state: plan?.state ?? 'ended' })
  }
  const rates = {
    rateBps: plan.newestRateBps,
    serviceRateBps,
    supplyRateBps: plan.newestSupplyRateBps,
  }
  await refusePricing(trx, { ...plan, supplierId }, rates)
  const version = plan.newestVersion + 1
  await insertRate(trx, { planId, version, ...rates, leaderId, from: 'tomorrow' })
}

async function declineOthers(trx: Transaction<Database>, planId: string): Promise<void> {
  const others = await trx
    .updateTable('leaderOffer')
    .set({ state: 'declined', decidedAt: sql<Date>`app_now()` })
    .where('planId', '=', planId)
    .where('state', '=', 'proposed')
    .returning(['id', 'leaderId'])
    .execute()
  for (const { id, leaderId } of others) await tellLeader(trx, { offerId: id, leaderId, accept: false })
}

function tellLeader(
  trx: Transaction<Database>,
  { offerId, leaderId, accept }: { offerId: string; leaderId: string; accept: boolean },
): Promise<void> {
  return tellParty(trx, {
    partyId: leaderId,
    kind: accept ? 'service_accepted' : 'service_declined',
    key: `leader_offer:${offerId}:decided`,
    refId: offerId,
  })
}

export interface OfferRow {
  id: string
  planId: string
  /** The supplier reads the plan's name, the leader its supplier's. */
  planName: string
  supplierName: string
  leaderName: string
  serviceRateBps: number
  rateBps: number
  state: OfferState
  note: string
  reason: string
  proposedAt: Date
  expiresAt: Date
}

/** Offers to a supplier or of a leader, newest first, one more than `limit`. */
export async function listOffers(
  db: Db,
  whose: { supplierId?: string; leaderId?: string; cursor?: string | undefined; limit: number },
): Promise<OfferRow[]> {
  const { supplierId = null, leaderId = null, cursor = null, limit } = whose
  const { rows } = await sql<OfferRow>`
    SELECT offer.id, offer.plan_id, plan.name AS plan_name, supplier.name AS supplier_name,
      leader.name AS leader_name, offer.service_rate_bps, newest.rate_bps,
      CASE WHEN offer.state = 'proposed' AND offer.expires_at <= app_now() THEN 'expired' ELSE offer.state END AS state,
      offer.note, offer.reason, offer.proposed_at, offer.expires_at
    FROM leader_offer AS offer
    JOIN plan ON plan.id = offer.plan_id
    JOIN LATERAL (SELECT rate_bps FROM plan_rate WHERE plan_id = plan.id ORDER BY version DESC LIMIT 1) AS newest ON true
    JOIN party AS supplier ON supplier.id = offer.supplier_id
    JOIN party AS leader ON leader.id = offer.leader_id
    WHERE (offer.supplier_id = ${supplierId}::uuid OR offer.leader_id = ${leaderId}::uuid)
      AND (${cursor}::uuid IS NULL OR offer.id < ${cursor}::uuid)
    ORDER BY offer.id DESC LIMIT ${limit + 1}
  `.execute(db)
  return rows
}
