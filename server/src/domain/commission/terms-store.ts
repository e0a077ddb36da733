import type { PlanKind } from '@haowu/shared/plans.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { rateInForce } from './rate-in-force.ts'

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
