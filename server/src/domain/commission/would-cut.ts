import { type RawBuilder, sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { isLetIn, isLive, paysBps } from './plan-fit.ts'
import { rateInForce } from './rate-in-force.ts'
import type { PlanRates } from './rate-limits.ts'

/**
 * Whether the plan, counting from now at these rates, would leave somebody less than what counts for him today: it goes before a
 * plan of the same supplier that pays more, for some of the same pieces and some of the same streamers, or takes its leader's fee.
 * Then it starts with the next day, like any cut; otherwise a second plan would be the way around that.
 */
export async function wouldCut(
  trx: Transaction<Database>,
  { planId, rates }: { planId: string; rates: PlanRates },
): Promise<boolean> {
  const { rateBps, serviceRateBps, supplyRateBps } = rates
  const { rows } = await sql<{ cuts: boolean }>`
    WITH asked AS (SELECT ${rateBps}::int AS rate_bps, ${serviceRateBps}::int AS service_rate_bps, ${supplyRateBps}::int AS supply_rate_bps)
    SELECT EXISTS (
      SELECT FROM asked, plan AS mine JOIN plan ON plan.supplier_id = mine.supplier_id AND plan.id <> mine.id ${rateInForce}
      WHERE mine.id = ${planId} AND ${isLive} AND rate.version IS NOT NULL
        AND (${paysBps(sql`asked`)} < ${paysBps(sql`rate`)}
          OR (rate.leader_id IS NOT NULL AND asked.service_rate_bps < rate.service_rate_bps))
        AND ${goesBefore} AND ${sharesPieces} AND ${sharesStreamers}
    ) AS cuts
  `.execute(trx)
  return rows[0]?.cuts === true
}

const strength = (
  plan: RawBuilder<unknown>,
) => sql`array_position(ARRAY['exclusive', 'targeted', 'open'], ${plan}.kind),
  NOT ${plan}.named_items, ${plan}.category_code IS NULL`

/** In the order of `strongestFirst`: of two that are alike the newer one. */
const goesBefore = sql`((${strength(sql`mine`)}, plan.created_at, plan.id) <= (${strength(sql`plan`)}, mine.created_at, mine.id))`

const hasPieceOf = (
  plan: RawBuilder<unknown>,
  categoryCode: RawBuilder<unknown>,
) => sql`(${categoryCode} IS NULL OR EXISTS (
  SELECT FROM plan_item JOIN item ON item.id = plan_item.item_id
  WHERE plan_item.plan_id = ${plan}.id AND item.category_code = ${categoryCode}))`

const sharesPieces = sql`(CASE
  WHEN mine.named_items AND plan.named_items THEN EXISTS (
    SELECT FROM plan_item AS own JOIN plan_item AS other USING (item_id) WHERE own.plan_id = mine.id AND other.plan_id = plan.id)
  WHEN mine.named_items THEN ${hasPieceOf(sql`mine`, sql`plan.category_code`)}
  WHEN plan.named_items THEN ${hasPieceOf(sql`plan`, sql`mine.category_code`)}
  ELSE mine.category_code IS NULL OR plan.category_code IS NULL OR mine.category_code = plan.category_code END)`

const isFree = (plan: RawBuilder<unknown>) => sql`(${plan}.kind = 'open' AND NOT ${plan}.needs_approval)`

/** Those whom the supplier named or approved. */
const chosenOf = (plan: RawBuilder<unknown>) => sql`(
  SELECT streamer_id FROM plan_streamer WHERE plan_id = ${plan}.id
  UNION SELECT streamer_id FROM plan_request WHERE plan_id = ${plan}.id AND ${isLetIn})`

/** Conditions are left out: who meets one today may meet the other tomorrow. Who asks to be let in sees what he asks for. */
const sharesStreamers = sql`(CASE
  WHEN ${isFree(sql`mine`)} THEN ${isFree(sql`plan`)} OR EXISTS ${chosenOf(sql`plan`)}
  ELSE EXISTS (SELECT FROM ${chosenOf(sql`mine`)} AS own
    WHERE ${isFree(sql`plan`)} OR own.streamer_id IN ${chosenOf(sql`plan`)}) END)`
