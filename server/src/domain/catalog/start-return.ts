import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'

/**
 * A sale was undone: the piece waits to come back, and may be offered again only after a new report. A new listing
 * generation begins, so that the next sale is the one sale of its own. False when this order did not sell this item.
 */
export async function startReturn(
  trx: Transaction<Database>,
  sale: { itemId: string; orderId: string },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    UPDATE item SET state = 'returning', qty = item.qty + 1, listing_generation = item.listing_generation + 1,
      updated_at = app_now()
    FROM sale
    WHERE item.id = ${sale.itemId} AND item.state = 'sold' AND sale.order_id = ${sale.orderId}
      AND sale.item_id = item.id AND sale.listing_generation = item.listing_generation
  `.execute(trx)
  return numAffectedRows === 1n
}
