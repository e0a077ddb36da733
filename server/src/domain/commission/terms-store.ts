import type { PlanKind, PriceModel } from '@haowu/shared/plan-states.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import {
  coversItem,
  isBlocked,
  isChosen,
  isFree,
  isLive,
  letOutAt,
  meetsConditions,
  pausesAt,
  paysBps,
  planState,
  resumesAt,
  seekerOf,
  strongestFirst,
} from './plan-fit.ts'
import { cutFrom, nextRate, rateInForce } from './rate-in-force.ts'

/** The newest request of one streamer for one plan; an unanswered one whose time is over has expired. */
export type RequestSeen = 'asked' | 'approved' | 'refused' | 'withdrawn' | 'expired'

/** A plan as it stands towards one item and one streamer. Without a rate in force its rate fields are null. */
export interface PlanSeen {
  planId: string
  name: string
  kind: PlanKind
  categoryCode: string | null
  namedItems: boolean
  state: 'active' | 'paused' | 'ended'
  needsApproval: boolean
  isFree: boolean
  chosen: boolean
  blocked: boolean
  meetsConditions: boolean
  coversItem: boolean
  request: RequestSeen | null
  endsAt: Date | null
  pausesAt: Date | null
  cutFrom: Date | null
  /** When the approval by which he is in ends. */
  letOutAt: Date | null
  /** When one that does not count now starts, or goes on after a pause, and what it will leave the streamer of the price then. */
  startsAt: Date | null
  startsWithBps: number | null
  paysBps: number | null
  createdAt: Date
  priceModel: PriceModel
  floorBps: number | null
  ceilingBps: number | null
  markupBps: number | null
  version: number | null
  rateBps: number | null
  serviceRateBps: number | null
  supplyRateBps: number | null
  leaderId: string | null
}

const MOST_PLANS = 100

/** The supplier's plans for an item: those that apply first, the strongest of them at the head. */
export async function selectPlansForItem(
  db: Db,
  { itemId, streamerId }: { itemId: string; streamerId: string },
): Promise<PlanSeen[]> {
  const chosen = isChosen(streamerId)
  const { rows } = await sql<PlanSeen>`
    WITH ${seekerOf(streamerId)}
    SELECT plan.id AS plan_id, plan.name, plan.kind, plan.category_code, plan.named_items, plan.needs_approval,
      ${planState} AS state,
      ${isFree} AS is_free, ${chosen} AS chosen, ${isBlocked(streamerId)} AS blocked,
      ${meetsConditions} AS meets_conditions, ${coversItem} AS covers_item,
      (SELECT CASE WHEN state = 'asked' AND expires_at <= app_now() THEN 'expired' ELSE state END FROM plan_request
        WHERE plan_id = plan.id AND streamer_id = ${streamerId} ORDER BY id DESC LIMIT 1) AS request,
      plan.ends_at, ${pausesAt} AS pauses_at, ${cutFrom} AS cut_from, ${letOutAt(streamerId)} AS let_out_at, plan.created_at,
      coalesce(${resumesAt}, CASE WHEN rate.version IS NULL THEN next.effective_from END) AS starts_at,
      CASE WHEN rate.version IS NULL THEN ${paysBps(sql`next`)} ELSE ${paysBps(sql`rate`)} END AS starts_with_bps,
      ${paysBps(sql`rate`)} AS pays_bps,
      plan.price_model, plan.floor_bps, plan.ceiling_bps, plan.markup_bps,
      rate.version, rate.rate_bps, rate.service_rate_bps, rate.supply_rate_bps, rate.leader_id
    FROM item
    JOIN plan ON plan.supplier_id = item.supplier_id
    ${rateInForce} ${nextRate}
    WHERE item.id = ${itemId}
    ORDER BY ${isLive} AND rate.version IS NOT NULL AND ${coversItem} AND NOT ${isBlocked(streamerId)}
      AND (${chosen} OR ${isFree} AND ${meetsConditions}) DESC, ${strongestFirst}
    LIMIT ${MOST_PLANS}
  `.execute(db)
  return rows
}

export interface WinningPlan {
  itemId: string
  kind: PlanKind
  rateBps: number
  serviceRateBps: number
  supplyRateBps: number | null
  priceModel: PriceModel
  floorBps: number | null
  ceilingBps: number | null
  markupBps: number | null
}

/** The winner alone, for many items in one statement; items without one are left out. */
export async function selectWinningPlans(
  db: Db,
  { itemIds, streamerId }: { itemIds: string[]; streamerId: string },
): Promise<WinningPlan[]> {
  const { rows } = await sql<WinningPlan>`
    WITH ${seekerOf(streamerId)}
    SELECT item.id AS item_id, winner.*
    FROM item
    CROSS JOIN LATERAL (
      SELECT plan.kind, plan.price_model, plan.floor_bps, plan.ceiling_bps, plan.markup_bps,
        rate.rate_bps, rate.service_rate_bps, rate.supply_rate_bps
      FROM plan ${rateInForce}
      WHERE plan.supplier_id = item.supplier_id AND ${isLive} AND rate.version IS NOT NULL AND ${coversItem}
        AND NOT ${isBlocked(streamerId)} AND (${isChosen(streamerId)} OR ${isFree} AND ${meetsConditions})
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
    .select([
      'item.supplierId',
      'item.priceFen',
      'item.floorFen',
      'item.ceilingFen',
      'supplier.tier',
      'streamer.agencyId',
    ])
    .where('item.id', '=', itemId)
    .where('streamer.kind', '=', 'streamer')
  const scoped = supplierId === undefined ? query : query.where('item.supplierId', '=', supplierId)
  return scoped.executeTakeFirst()
}
