import { type RawBuilder, sql } from 'kysely'
import { ruleInForce } from '#domain/rules/rule-in-force.ts'

export const historyDays = sql`(${ruleInForce('plan_history')}->>'days')::int`

/** What a streamer shows who comes by himself: tier, newest score, and his history of the days of rule `plan_history`. */
export const seekerOf = (streamerId: string | null) => sql`seeker AS MATERIALIZED (
  SELECT party.tier, past.orders, past.gmv_fen,
    (SELECT score FROM party_score WHERE party_id = party.id ORDER BY day DESC LIMIT 1) AS score
  FROM party
  CROSS JOIN LATERAL (
    SELECT count(*)::int AS orders, coalesce(sum(list_fen - refunded_fen), 0)::bigint AS gmv_fen FROM orders
    WHERE streamer_id = party.id AND paid_at IS NOT NULL AND state NOT IN ('refunding', 'refunded')
      AND created_at > app_now() - make_interval(days => ${historyDays} + 1)
      AND paid_at > app_now() - make_interval(days => ${historyDays})
  ) AS past
  WHERE party.id = ${streamerId}::uuid)`

/** Whether the seeker shows what the plan asks of those who come by themselves. */
export const meetsConditions = sql`(
  (plan.min_tier IS NULL OR (SELECT tier FROM seeker) <= plan.min_tier)
  AND (plan.min_orders IS NULL OR (SELECT orders FROM seeker) >= plan.min_orders)
  AND (plan.min_gmv_fen IS NULL OR (SELECT gmv_fen FROM seeker) >= plan.min_gmv_fen)
  AND (plan.min_score IS NULL OR coalesce((SELECT score FROM seeker) >= plan.min_score, false)))`

/** Whether who asked by this `plan_request` is in: approved, and one whose approval was taken back until the next day. */
export const isLetIn = sql`(plan_request.state = 'approved' OR plan_request.ends_at > app_now())`

/** Whether the supplier chose the streamer himself: by name, or by approving his request. Conditions no longer matter then. */
export const isChosen = (streamerId: string | null) => sql`(
  EXISTS (SELECT FROM plan_streamer WHERE plan_id = plan.id AND streamer_id = ${streamerId}::uuid)
  OR EXISTS (SELECT FROM plan_request WHERE plan_id = plan.id AND streamer_id = ${streamerId}::uuid AND ${isLetIn}))`

/** When he will be let out, where that is announced. */
export const letOutAt = (streamerId: string) => sql`(
  SELECT CASE WHEN bool_or(state = 'approved') THEN NULL ELSE max(ends_at) END FROM plan_request
  WHERE plan_id = plan.id AND streamer_id = ${streamerId}::uuid AND ${isLetIn}
    AND NOT EXISTS (SELECT FROM plan_streamer WHERE plan_id = plan.id AND streamer_id = ${streamerId}::uuid))`

/** Whether anybody may come who meets the conditions. */
export const isFree = sql`(plan.kind = 'open' AND NOT plan.needs_approval)`

/** Whether really anybody gets it: what a list may be ordered by before it is known who asks. */
export const isForAnybody = sql`(${isFree}
  AND num_nonnulls(plan.min_tier, plan.min_orders, plan.min_gmv_fen, plan.min_score) = 0)`

export const isBlocked = (streamerId: string | null) => sql`EXISTS (
  SELECT FROM streamer_block WHERE supplier_id = plan.supplier_id AND streamer_id = ${streamerId}::uuid)`

/** As it stands now: an end and a pause come with the midnight they were announced for. */
export const planState = sql`(CASE WHEN plan.ends_at <= app_now() THEN 'ended'
  WHEN plan.paused_from <= app_now() AND (plan.resumes_at IS NULL OR plan.resumes_at > app_now()) THEN 'paused'
  ELSE plan.state END)`

/** A pause that is announced and has not come. */
export const pausesAt = sql`(CASE WHEN plan.paused_from > app_now() THEN plan.paused_from END)`

/** When a paused plan goes on, where that is announced. */
export const resumesAt = sql`(CASE WHEN plan.resumes_at > app_now() THEN plan.resumes_at END)`

export const isLive = sql`(${planState} = 'active')`

export const coversItem = sql`(CASE WHEN plan.named_items
  THEN EXISTS (SELECT FROM plan_item WHERE plan_id = plan.id AND item_id = item.id)
  ELSE plan.category_code IS NULL OR plan.category_code = item.category_code END)`

/** The part of the list price that version `rate` (or `next`) of a plan leaves the streamer, before tech fee and agency. */
export const paysBps = (rate: RawBuilder<unknown>) => sql<
  number | null
>`(CASE WHEN ${rate}.supply_rate_bps IS NULL THEN ${rate}.rate_bps
  ELSE greatest(0, 10000 - ${rate}.supply_rate_bps - ${rate}.service_rate_bps - (${ruleInForce('platform_fee')}->>'rateBps')::int) END)`

/** Which of the plans that apply counts: exclusive > targeted > open; named items > a category > everything; newer > older. */
export const strongestFirst = sql`
  array_position(ARRAY['exclusive', 'targeted', 'open'], plan.kind), NOT plan.named_items, plan.category_code IS NULL,
  plan.created_at DESC, plan.id DESC`
