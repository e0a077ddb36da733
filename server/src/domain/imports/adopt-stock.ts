import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import type { ImportRun } from './import-run.ts'
import { ownItem } from './own-item.ts'

/**
 * From now on the feed vouches for the stock of the items it names, whoever brought them in. Locked in the order of their
 * ids, as everywhere; an item that the feed keeps already is not touched.
 */
export async function adoptStock(
  trx: Transaction<Database>,
  { importId, runToken, supplierId, feedSourceId }: ImportRun,
): Promise<void> {
  await sql`
    UPDATE item SET stock_feed_id = ${feedSourceId}
    WHERE id = ANY(ARRAY(
      SELECT id FROM item WHERE id IN (
        SELECT item.id FROM import_row AS row CROSS JOIN ${ownItem(supplierId)}
        WHERE row.import_id = ${importId} AND row.run_token = ${runToken}
          AND item.stock_feed_id IS DISTINCT FROM ${feedSourceId}
      ) ORDER BY id FOR NO KEY UPDATE))
  `.execute(trx)
}
