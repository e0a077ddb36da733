import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import type { Hash64 } from './hash-bytes.ts'
import type { ImportRun } from './import-run.ts'
import { ITEMS_PER_BATCH, noteUnnamedItems } from './note-unnamed-items.ts'

/**
 * Notes which items a feed vouches for though it named all it has, and not them. Where it takes nothing off they stay, but
 * their stock is not confirmed any more by each later reading.
 */
export async function findUnnamedStock(
  trx: Transaction<Database>,
  run: ImportRun,
  isNamed: (sku: Hash64) => boolean,
): Promise<void> {
  await trx.deleteFrom('importMissing').where('importId', '=', run.importId).execute()
  if (!(await readWhole(trx, run.importId))) return
  await noteUnnamedItems(trx, { importId: run.importId, readAfter: sku => readKept(trx, run, sku), isNamed })
}

/** What was noted is let go, as of when it was last vouched for. Locked in the order of their ids, as everywhere. */
export async function letGoOfStock(trx: Transaction<Database>, run: ImportRun): Promise<void> {
  if (run.mode === 'full' || !run.feedSourceId) return
  await sql`
    UPDATE item SET stock_feed_id = NULL, stock_confirmed_at = greatest(item.stock_confirmed_at, feed.confirmed_at)
    FROM feed_source AS feed
    WHERE feed.id = ${run.feedSourceId} AND item.id = ANY(ARRAY(
      SELECT id FROM item
      WHERE id IN (SELECT item_id FROM import_missing WHERE import_id = ${run.importId})
        AND stock_feed_id = ${run.feedSourceId}
      ORDER BY id FOR NO KEY UPDATE))
  `.execute(trx)
  await trx.deleteFrom('importMissing').where('importId', '=', run.importId).execute()
}

async function readWhole(trx: Transaction<Database>, importId: string): Promise<boolean> {
  const read = await trx
    .selectFrom('feedRun')
    .select('whole')
    .where('importId', '=', importId)
    .executeTakeFirst()
  return read?.whole ?? false
}

async function readKept(
  trx: Transaction<Database>,
  { supplierId, feedSourceId }: ImportRun,
  after: string,
): Promise<{ id: string; sku: string }[]> {
  const { rows } = await sql<{ id: string; sku: string }>`
    SELECT id, supplier_sku AS sku FROM item
    WHERE supplier_id = ${supplierId} AND supplier_sku > ${after} AND stock_feed_id = ${feedSourceId}
    ORDER BY supplier_sku LIMIT ${ITEMS_PER_BATCH}
  `.execute(trx)
  return rows
}
