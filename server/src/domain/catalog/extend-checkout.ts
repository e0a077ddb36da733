import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'

/**
 * Gives a buyer whose payment is on its way more time, once. False when the time is already over, was already
 * extended, or the item went to someone else.
 */
export async function extendCheckout(
  trx: Transaction<Database>,
  hold: { itemId: string; orderId: string; holdToken: bigint; minutes: number },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    UPDATE item SET updated_at = app_now(), checkout_extended = true,
      checkout_until = checkout_until + ${hold.minutes}::int * interval '1 minute'
    WHERE id = ${hold.itemId} AND state = 'checkout_held' AND checkout_order_id = ${hold.orderId}
      AND hold_token = ${hold.holdToken} AND checkout_until > app_now() AND NOT checkout_extended
  `.execute(trx)
  return numAffectedRows === 1n
}
