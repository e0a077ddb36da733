import { type RawBuilder, sql } from 'kysely'
import { ruleInForce } from '#domain/rules/rule-in-force.ts'

const judgedBy = ruleInForce('third_party_required')

/**
 * True when whoever judged the piece may have: a third party, by the rule in force, in some categories and from some price on.
 * Asked wherever a piece is offered, held or sold and not only when its report was signed, because its price may rise afterwards
 * and the rule may change. `item` and `report` must be tables or aliases of these names; the rule is read once for a statement.
 */
export const judgedEnough: RawBuilder<boolean> = sql<boolean>`(report.kind = 'third_party'
  OR (item.price_fen < (${judgedBy}->>'fromFen')::bigint AND NOT ${judgedBy}->'categories' ? item.category_code))`

/**
 * True when the item's current report may back a sale: published, neither superseded nor revoked, not expired, and of the kind
 * that the piece needs. `item` must be a table or alias of that name in the statement. Plaza, live hold, checkout hold and loan
 * all use this line.
 */
export const reportInForce: RawBuilder<boolean> = sql<boolean>`EXISTS (
  SELECT FROM report
  WHERE report.id = item.report_id AND report.state = 'published' AND report.expires_at > app_now() AND ${judgedEnough}
)`

/** True when it ends within the days of the rule by which its supplier is warned; `report` as above. */
export const endsSoon: RawBuilder<boolean> = sql<boolean>`(report.expires_at > app_now()
  AND report.expires_at <= app_now() + make_interval(days => (${ruleInForce('report_warning')}->>'days')::int))`

/**
 * Held for a session or a buyer at this moment. A hold whose time is over counts as free, swept or not; so does a
 * checkout that ran out after its session had let the item go, where `live_hold_until` is null.
 */
export const heldNow: RawBuilder<boolean> = sql<boolean>`coalesce(
  (item.state IN ('live_held', 'checkout_held') AND item.live_hold_until > app_now())
  OR (item.state = 'checkout_held' AND item.checkout_until > app_now()),
  false
)`
