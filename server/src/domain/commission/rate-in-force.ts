import { sql } from 'kysely'

/** Joins the newest version of a plan's rates that is in force, as `rate`; a cut that starts tomorrow is not there yet. */
export const rateInForce = sql`
  LEFT JOIN LATERAL (
    SELECT version, rate_bps, service_rate_bps, supply_rate_bps, leader_id FROM plan_rate
    WHERE plan_id = plan.id AND effective_from <= app_now()
    ORDER BY version DESC LIMIT 1
  ) AS rate ON true`

/** Joins the version that follows it when one is already published, as `next`. */
export const nextRate = sql`
  LEFT JOIN LATERAL (
    SELECT * FROM plan_rate
    WHERE plan_id = plan.id AND effective_from > app_now() AND version > coalesce(rate.version, 0)
    ORDER BY version DESC LIMIT 1
  ) AS next ON true`

/** When the streamer will get less by `next` than by `rate`; null when he will not. */
export const cutFrom = sql`CASE WHEN next.rate_bps < rate.rate_bps OR next.supply_rate_bps > rate.supply_rate_bps
  OR rate.supply_rate_bps IS NOT NULL AND next.service_rate_bps > rate.service_rate_bps THEN next.effective_from END`
