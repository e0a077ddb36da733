import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { freedState } from './take-off-category.ts'

/**
 * Ends a buyer's checkout, run out or given up: the item returns to the session that still holds it, else to the
 * plaza. False when the item already went to someone else or was sold.
 */
export async function releaseCheckout(
  trx: Transaction<Database>,
  hold: { itemId: string; orderId: string; holdToken: bigint },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    UPDATE item SET updated_at = app_now(), checkout_order_id = NULL, checkout_until = NULL, checkout_extended = false,
      state = CASE WHEN live_hold_until > app_now() THEN 'live_held' ELSE ${freedState} END,
      live_hold_id = CASE WHEN live_hold_until > app_now() THEN live_hold_id END,
      live_hold_until = CASE WHEN live_hold_until > app_now() THEN live_hold_until END
    WHERE id = ${hold.itemId} AND state = 'checkout_held' AND checkout_order_id = ${hold.orderId}
      AND hold_token = ${hold.holdToken}
  `.execute(trx)
  return numAffectedRows === 1n
}
