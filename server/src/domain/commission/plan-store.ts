import type { PlanKind } from '@haowu/shared/plans.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { rateInForce } from './rate-in-force.ts'

export interface NewPlan {
  supplierId: string
  kind: PlanKind
  name: string
  categoryCode: string | null
  streamerIds: string[]
}

export async function insertPlan(trx: Transaction<Database>, plan: NewPlan): Promise<string> {
  const { supplierId, kind, name, categoryCode, streamerIds } = plan
  const { id } = await trx
    .insertInto('plan')
    .values({ supplierId, kind, name, categoryCode })
    .returning('id')
    .executeTakeFirstOrThrow()
  if (streamerIds.length > 0) {
    await trx
      .insertInto('planStreamer')
      .values(streamerIds.map(streamerId => ({ planId: id, streamerId })))
      .execute()
  }
  return id
}

export async function countStreamers(trx: Transaction<Database>, ids: string[]): Promise<number> {
  const { count } = await trx
    .selectFrom('party')
    .select(eb => eb.fn.countAll<bigint>().as('count'))
    .where('kind', '=', 'streamer')
    .where('id', 'in', ids)
    .executeTakeFirstOrThrow()
  return Number(count)
}

export async function categoryExists(trx: Transaction<Database>, code: string): Promise<boolean> {
  const row = await trx.selectFrom('category').select('code').where('code', '=', code).executeTakeFirst()
  return row !== undefined
}

export interface PlanLocked {
  kind: PlanKind
  state: string
  newestVersion: number
  newestRateBps: number
  newestServiceRateBps: number
  rateBps: number | null
  serviceRateBps: number | null
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
    SELECT plan.kind, plan.state, rate.rate_bps, rate.service_rate_bps,
      newest.version AS newest_version, newest.rate_bps AS newest_rate_bps,
      newest.service_rate_bps AS newest_service_rate_bps
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
  /** `now`, or the next day at 00:00 in Shanghai. */
  from: 'now' | 'tomorrow'
}

export async function insertRate(trx: Transaction<Database>, rate: NewRate): Promise<Date> {
  const { planId, version, rateBps, serviceRateBps, from } = rate
  const { effectiveFrom } = await trx
    .insertInto('planRate')
    .values({
      planId,
      version,
      rateBps,
      serviceRateBps,
      effectiveFrom:
        from === 'now'
          ? sql<Date>`app_now()`
          : sql<Date>`(business_day(app_now()) + 1)::timestamp AT TIME ZONE interval '8 hours'`,
    })
    .returning('effectiveFrom')
    .executeTakeFirstOrThrow()
  return effectiveFrom
}

export async function selectPlans(db: Db, { supplierId, limit }: { supplierId: string; limit: number }) {
  const { rows } = await sql<{
    planId: string
    name: string
    kind: PlanKind
    categoryCode: string | null
    state: string
    createdAt: Date
    streamerCount: number
    version: number | null
    rateBps: number | null
    serviceRateBps: number | null
    nextRateBps: number | null
    nextServiceRateBps: number | null
    nextFrom: Date | null
  }>`
    SELECT plan.id AS plan_id, plan.name, plan.kind, plan.category_code, plan.state, plan.created_at,
      (SELECT count(*)::int FROM plan_streamer WHERE plan_id = plan.id) AS streamer_count,
      rate.version, rate.rate_bps, rate.service_rate_bps,
      next.rate_bps AS next_rate_bps, next.service_rate_bps AS next_service_rate_bps, next.effective_from AS next_from
    FROM plan ${rateInForce}
    LEFT JOIN LATERAL (
      SELECT * FROM plan_rate
      WHERE plan_id = plan.id AND effective_from > app_now() AND version > coalesce(rate.version, 0)
      ORDER BY version DESC LIMIT 1
    ) AS next ON true
    WHERE plan.supplier_id = ${supplierId}
    ORDER BY plan.state = 'active' DESC, plan.created_at DESC, plan.id DESC
    LIMIT ${limit}
  `.execute(db)
  return rows
}
