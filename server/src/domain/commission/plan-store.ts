import type { PlanKind } from '@haowu/shared/plans.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'

/** A plan as it stands towards one item and one streamer. Without a rate in force its rate fields are null. */
export interface PlanSeen {
  planId: string
  name: string
  kind: PlanKind
  categoryCode: string | null
  state: 'active' | 'paused' | 'ended'
  version: number | null
  rateBps: number | null
  serviceRateBps: number | null
  forStreamer: boolean
  coversItem: boolean
}

const MOST_PLANS = 100

/** The newest version that is in force; a cut that starts tomorrow is not there yet. */
const rateInForce = sql`
  LEFT JOIN LATERAL (
    SELECT version, rate_bps, service_rate_bps FROM plan_rate
    WHERE plan_id = plan.id AND effective_from <= app_now()
    ORDER BY version DESC LIMIT 1
  ) AS rate ON true`

/** Which plan counts among those that apply: exclusive > targeted > open, a category before the whole catalogue, newer before older. */
const strongestFirst = sql`
  array_position(ARRAY['exclusive', 'targeted', 'open'], kind), category_code IS NULL, created_at DESC, plan_id DESC`

/** The supplier's plans for an item: those that apply first, the strongest of them at the head. */
export async function selectPlansForItem(
  db: Db,
  { itemId, streamerId }: { itemId: string; streamerId: string },
): Promise<PlanSeen[]> {
  const { rows } = await sql<PlanSeen>`
    SELECT * FROM (
      SELECT plan.id AS plan_id, plan.name, plan.kind, plan.category_code, plan.state, plan.created_at,
        rate.version, rate.rate_bps, rate.service_rate_bps,
        plan.kind = 'open' OR EXISTS (
          SELECT FROM plan_streamer WHERE plan_id = plan.id AND streamer_id = ${streamerId}
        ) AS for_streamer,
        plan.category_code IS NULL OR plan.category_code = item.category_code AS covers_item
      FROM item
      JOIN plan ON plan.supplier_id = item.supplier_id
      ${rateInForce}
      WHERE item.id = ${itemId}
    ) AS seen
    ORDER BY state = 'active' AND version IS NOT NULL AND for_streamer AND covers_item DESC, ${strongestFirst}
    LIMIT ${MOST_PLANS}
  `.execute(db)
  return rows
}

export interface WinningPlan {
  itemId: string
  kind: PlanKind
  rateBps: number
  serviceRateBps: number
}

/** The winner alone, for many items in one statement; items without one are left out. */
export async function selectWinningPlans(
  db: Db,
  { itemIds, streamerId }: { itemIds: string[]; streamerId: string },
): Promise<WinningPlan[]> {
  const { rows } = await sql<WinningPlan>`
    SELECT item.id AS item_id, winner.kind, winner.rate_bps, winner.service_rate_bps
    FROM item
    CROSS JOIN LATERAL (
      SELECT plan.id AS plan_id, plan.kind, plan.category_code, plan.created_at, rate.rate_bps, rate.service_rate_bps
      FROM plan ${rateInForce}
      WHERE plan.supplier_id = item.supplier_id AND plan.state = 'active' AND rate.version IS NOT NULL
        AND (plan.category_code IS NULL OR plan.category_code = item.category_code)
        AND (plan.kind = 'open' OR EXISTS (
          SELECT FROM plan_streamer WHERE plan_id = plan.id AND streamer_id = ${streamerId}))
      ORDER BY ${strongestFirst}
      LIMIT 1
    ) AS winner
    WHERE item.id = ANY(${itemIds}::uuid[])
  `.execute(db)
  return rows
}

/** What terms take from the parties themselves. With `supplierId`, only of that supplier's item. */
export async function selectDealParties(
  db: Db,
  { itemId, streamerId, supplierId }: { itemId: string; streamerId: string; supplierId?: string },
) {
  const query = db
    .selectFrom('item')
    .innerJoin('party as supplier', 'supplier.id', 'item.supplierId')
    .innerJoin('party as streamer', join => join.on('streamer.id', '=', streamerId))
    .select(['item.supplierId', 'supplier.tier', 'streamer.agencyId'])
    .where('item.id', '=', itemId)
    .where('streamer.kind', '=', 'streamer')
  const scoped = supplierId === undefined ? query : query.where('item.supplierId', '=', supplierId)
  return scoped.executeTakeFirst()
}

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
