import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'

/**
 * Turns a buyer's checkout into the one sale of this piece. Needs the exact token of his hold and a checkout that has
 * not run out; the sale row, unique per item and listing generation, is the second lock. False: too late, refund.
 *
 * A report that was revoked meanwhile stops the sale. One that merely ran out during these minutes does not: it was
 * in force when the buyer took the item.
 */
export async function confirmSale(
  trx: Transaction<Database>,
  sale: { itemId: string; orderId: string; holdToken: bigint },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    WITH sold AS (
      UPDATE item SET state = 'sold', qty = qty - 1, updated_at = app_now(), checkout_order_id = NULL, checkout_until = NULL,
        live_hold_id = NULL, live_hold_until = NULL
      WHERE id = ${sale.itemId} AND state = 'checkout_held' AND checkout_order_id = ${sale.orderId}
        AND hold_token = ${sale.holdToken} AND checkout_until > app_now() AND qty > 0
        AND EXISTS (SELECT FROM report WHERE report.id = item.report_id AND report.state = 'published')
      RETURNING id, listing_generation, hold_token
    )
    INSERT INTO sale (item_id, listing_generation, order_id, hold_token)
    SELECT id, listing_generation, ${sale.orderId}, hold_token FROM sold
  `.execute(trx)
  return numAffectedRows === 1n
}
