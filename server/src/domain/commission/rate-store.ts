import type { PlanKind, PriceModel } from '@haowu/shared/plan-states.ts'
import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { planState } from './plan-fit.ts'
import { rateInForce } from './rate-in-force.ts'

export interface PlanLocked {
  kind: PlanKind
  state: 'active' | 'paused' | 'ended'
  endsAt: Date | null
  endsLater: boolean
  priceModel: PriceModel
  markupBps: number | null
  newestVersion: number
  newestRateBps: number
  newestServiceRateBps: number
  newestSupplyRateBps: number | null
  newestLeaderId: string | null
  rateBps: number | null
  serviceRateBps: number | null
  supplyRateBps: number | null
}

/** Locks one plan of this supplier, and only then reads its rates: what was read before the lock may be old. */
export async function lockPlan(
  trx: Transaction<Database>,
  { planId, supplierId }: { planId: string; supplierId: string },
): Promise<PlanLocked | undefined> {
  const own = await trx
    .selectFrom('plan')
    .select('id')
    .where('id', '=', planId)
    .where('supplierId', '=', supplierId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!own) return undefined
  const { rows } = await sql<PlanLocked>`
    SELECT plan.kind, plan.price_model, plan.markup_bps, plan.ends_at,
      coalesce(plan.ends_at > app_now(), false) AS ends_later,
      ${planState} AS state,
      rate.rate_bps, rate.service_rate_bps, rate.supply_rate_bps,
      newest.version AS newest_version, newest.rate_bps AS newest_rate_bps,
      newest.service_rate_bps AS newest_service_rate_bps, newest.supply_rate_bps AS newest_supply_rate_bps,
      newest.leader_id AS newest_leader_id
    FROM plan ${rateInForce}
    JOIN LATERAL (SELECT * FROM plan_rate WHERE plan_id = plan.id ORDER BY version DESC LIMIT 1) AS newest ON true
    WHERE plan.id = ${planId}
  `.execute(trx)
  return rows[0]
}

export interface NewRate {
  planId: string
  version: number
  rateBps: number
  serviceRateBps: number
  supplyRateBps: number | null
  leaderId: string | null
  /** `now`, or the next day at 00:00 in Shanghai. */
  from: 'now' | 'tomorrow'
}

export const TOMORROW = sql<Date>`(business_day(app_now()) + 1)::timestamp AT TIME ZONE interval '8 hours'`

export async function insertRate(trx: Transaction<Database>, rate: NewRate): Promise<Date> {
  const { from, ...row } = rate
  const { effectiveFrom } = await trx
    .insertInto('planRate')
    .values({ ...row, effectiveFrom: from === 'now' ? sql<Date>`app_now()` : TOMORROW })
    .returning('effectiveFrom')
    .executeTakeFirstOrThrow()
  return effectiveFrom
}
