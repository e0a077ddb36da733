import { type RawBuilder, sql } from 'kysely'
import { coversItem, isForAnybody, isLive, strongestFirst } from '#domain/commission/plan-fit.ts'
import { rateInForce } from '#domain/commission/rate-in-force.ts'
import { ruleInForce } from '#domain/rules/rule-in-force.ts'

/**
 * `offered`: the plans of some suppliers that hold for any streamer, with their rates, and `fee`: what the platform takes.
 * Plans with names, approval or conditions are not stored with entries that all streamers share; see `own-rates.ts`.
 */
export const offeredBy = (supplierIds: RawBuilder<unknown>) =>
  offeredIf(sql`plan.supplier_id IN (${supplierIds}) AND ${isForAnybody}`)

/** The same for the plans that meet a condition of its own. */
export const offeredIf = (condition: RawBuilder<unknown>) => sql`
  fee AS (SELECT (${ruleInForce('platform_fee')}->>'rateBps')::int AS rate_bps),
  offered AS MATERIALIZED (
    SELECT plan.*, rate.rate_bps, rate.service_rate_bps, rate.supply_rate_bps FROM plan ${rateInForce}
    WHERE ${condition} AND ${isLive} AND rate.version IS NOT NULL)`

/**
 * Joins to an `item` what a sale at its price would bring before tech fee and agency, as `winner`. Under a supply price
 * that is the margin after fees, as `splitOrder` has it.
 */
export const bestOffered = sql`
  LEFT JOIN LATERAL (
    SELECT CASE WHEN plan.supply_rate_bps IS NULL THEN plan.rate_bps
        ELSE greatest(0, 10000 - plan.supply_rate_bps - plan.service_rate_bps - fee.rate_bps) END AS rate_bps,
      CASE WHEN plan.supply_rate_bps IS NULL THEN item.price_fen * plan.rate_bps / 10000
        ELSE greatest(0, item.price_fen - item.price_fen * plan.supply_rate_bps / 10000
          - item.price_fen * plan.service_rate_bps / 10000 - item.price_fen * fee.rate_bps / 10000) END AS commission_fen
    FROM offered AS plan CROSS JOIN fee
    WHERE plan.supplier_id = item.supplier_id AND ${coversItem}
    ORDER BY ${strongestFirst} LIMIT 1
  ) AS winner ON true`
