import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { offeredAgain } from '#domain/imports/row-effects.ts'

/**
 * A sale was undone before anything was shipped: the piece never left its supplier, so it stands as its report allows, like any
 * piece that is offered again. A new listing generation begins, so that the next sale is the one sale of its own. False when
 * this order did not sell this item.
 */
export async function offerUnshipped(
  trx: Transaction<Database>,
  sale: { itemId: string; orderId: string },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    UPDATE item SET state = ${offeredAgain}, qty = item.qty + 1, listing_generation = item.listing_generation + 1,
      updated_at = app_now()
    FROM sale
    WHERE item.id = ${sale.itemId} AND item.state = 'sold' AND sale.order_id = ${sale.orderId}
      AND sale.item_id = item.id AND sale.listing_generation = item.listing_generation
  `.execute(trx)
  return numAffectedRows === 1n
}
