import { type RawBuilder, sql } from 'kysely'

/**
 * True when the item's current report may back a sale: published, neither superseded nor revoked, not expired.
 * `item` must be a table or alias of that name in the statement. Plaza, live hold and checkout hold all use this line.
 */
export const reportInForce: RawBuilder<boolean> = sql<boolean>`EXISTS (
  SELECT FROM report
  WHERE report.id = item.report_id AND report.state = 'published' AND report.expires_at > app_now()
)`

/**
 * Held for a session or a buyer at this moment. A hold whose time is over counts as free, swept or not; so does a
 * checkout that ran out after its session had let the item go, where `live_hold_until` is null.
 */
export const heldNow: RawBuilder<boolean> = sql<boolean>`coalesce(
  (item.state IN ('live_held', 'checkout_held') AND item.live_hold_until > app_now())
  OR (item.state = 'checkout_held' AND item.checkout_until > app_now()),
  false
)`
