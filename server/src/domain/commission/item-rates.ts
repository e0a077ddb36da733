import type { PlanKind, PriceModel } from '@haowu/shared/plan-states.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { coversItem, isFree, isLetIn, isLive, pausesAt, strongestFirst } from './plan-fit.ts'
import { cutFrom, nextRate, rateInForce } from './rate-in-force.ts'
import { type RatePromise, ratePromise } from './rate-promise.ts'

export interface ItemRate {
  planId: string
  name: string
  kind: PlanKind
  categoryCode: string | null
  namedItems: boolean
  priceModel: PriceModel
  rateBps: number
  serviceRateBps: number
  supplyRateBps: number | null
  /** Anybody may come, as far as the conditions let him. */
  isFree: boolean
  hasConditions: boolean
  /** The first of those whom the supplier named or approved. */
  streamers: string[]
  streamerCount: number
  /** Until when it is certain for a piece that is not held, as the streamers it is for read it. */
  promise: RatePromise
}

interface Announced {
  endsAt: Date | null
  pausesAt: Date | null
  cutFrom: Date | null
}

const NAMES_SHOWN = 5
const MOST_PLANS = 100

/** Every plan that is live for one item of the supplier, the one that goes before the others first. Throws `not_found`. */
export async function listItemRates(
  db: Db,
  { supplierId, itemId }: { supplierId: string; itemId: string },
): Promise<{ title: string; priceFen: bigint; rates: ItemRate[] }> {
  const item = await db
    .selectFrom('item')
    .select(['title', 'priceFen'])
    .where('id', '=', itemId)
    .where('supplierId', '=', supplierId)
    .executeTakeFirst()
  if (!item) throw new DomainError('not_found', { what: 'item' })
  const { rows } = await sql<Omit<ItemRate, 'promise'> & Announced>`
    SELECT plan.id AS plan_id, plan.name, plan.kind, plan.category_code, plan.named_items, plan.price_model,
      plan.ends_at, ${pausesAt} AS pauses_at, ${cutFrom} AS cut_from, rate.rate_bps, rate.service_rate_bps, rate.supply_rate_bps, ${isFree} AS is_free,
      num_nonnulls(plan.min_tier, plan.min_orders, plan.min_gmv_fen, plan.min_score) > 0 AS has_conditions,
      coalesce(chosen.names[1:${NAMES_SHOWN}], '{}') AS streamers, chosen.n AS streamer_count
    FROM item JOIN plan ON plan.supplier_id = item.supplier_id ${rateInForce} ${nextRate}
    CROSS JOIN LATERAL (
      SELECT array_agg(party.name ORDER BY party.name) AS names, count(*)::int AS n FROM party WHERE party.id IN (
        SELECT streamer_id FROM plan_streamer WHERE plan_id = plan.id
        UNION SELECT streamer_id FROM plan_request WHERE plan_id = plan.id AND ${isLetIn})
    ) AS chosen
    WHERE item.id = ${itemId} AND ${isLive} AND rate.version IS NOT NULL AND ${coversItem}
    ORDER BY ${strongestFirst} LIMIT ${MOST_PLANS}
  `.execute(db)
  return {
    ...item,
    rates: rows.map(({ endsAt, pausesAt: pauseAt, cutFrom: cutAt, ...rate }) => ({
      ...rate,
      promise: ratePromise({ endsAt, pausesAt: pauseAt, cutFrom: cutAt }),
    })),
  }
}
