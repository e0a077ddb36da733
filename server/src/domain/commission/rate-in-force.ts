import { sql } from 'kysely'

/** Joins the newest version of a plan's rates that is in force, as `rate`; a cut that starts tomorrow is not there yet. */
export const rateInForce = sql`
  LEFT JOIN LATERAL (
    SELECT version, rate_bps, service_rate_bps FROM plan_rate
    WHERE plan_id = plan.id AND effective_from <= app_now()
    ORDER BY version DESC LIMIT 1
  ) AS rate ON true`
