import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'

export interface SaleToConfirm {
  itemId: string
  orderId: string
  holdToken: bigint
}

/**
 * Turns buyers' checkouts into the one sale of each piece. A sale needs the exact token of the buyer's hold and a checkout
 * that has not run out; the sale row, unique per item and listing generation, is the second lock. Returns the orders that
 * were sold; any other came too late: refund.
 *
 * A report that was revoked meanwhile stops the sale. One that merely ran out during these minutes does not: it was
 * in force when the buyer took the item.
 */
export async function confirmSales(
  trx: Transaction<Database>,
  sales: readonly SaleToConfirm[],
): Promise<Set<string>> {
  const { rows } = await sql<{ orderId: string }>`
    WITH wanted AS (
      SELECT * FROM unnest(${sales.map(sale => sale.itemId)}::uuid[], ${sales.map(sale => sale.orderId)}::uuid[],
        ${sales.map(sale => sale.holdToken)}::bigint[]) AS wanted(item_id, order_id, hold_token)
    ), sold AS (
      UPDATE item SET state = 'sold', qty = qty - 1, updated_at = app_now(), checkout_order_id = NULL, checkout_until = NULL,
        live_hold_id = NULL, live_hold_until = NULL
      FROM wanted
      WHERE item.id = wanted.item_id AND item.state = 'checkout_held' AND item.checkout_order_id = wanted.order_id
        AND item.hold_token = wanted.hold_token AND item.checkout_until > app_now() AND item.qty > 0
        AND EXISTS (SELECT FROM report WHERE report.id = item.report_id AND report.state = 'published')
      RETURNING item.id, item.listing_generation, item.hold_token, wanted.order_id
    )
    INSERT INTO sale (item_id, listing_generation, order_id, hold_token)
    SELECT id, listing_generation, order_id, hold_token FROM sold
    RETURNING order_id
  `.execute(trx)
  return new Set(rows.map(row => row.orderId))
}
