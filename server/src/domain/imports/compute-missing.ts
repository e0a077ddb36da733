import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import type { Hash64 } from './hash-bytes.ts'
import type { ImportRun } from './import-run.ts'
import { ITEMS_PER_BATCH, noteUnnamedItems } from './note-unnamed-items.ts'

/** States of goods that a full file speaks for: what is sold, lent or already off is none of its business. */
export const LIVE_STATES = ['draft', 'available', 'quarantined', 'live_held', 'checkout_held'] as const

/**
 * Notes which live items of the file's own origin it does not name, and says how many. `isNamed` is asked for the hash of
 * every SKU; a row that was refused names its item too, or a typing error would take goods off.
 */
export async function computeMissing(
  trx: Transaction<Database>,
  run: ImportRun,
  isNamed: (sku: Hash64) => boolean,
): Promise<number> {
  await trx.deleteFrom('importMissing').where('importId', '=', run.importId).execute()
  return noteUnnamedItems(trx, { importId: run.importId, readAfter: sku => readLive(trx, run, sku), isNamed })
}

async function readLive(
  trx: Transaction<Database>,
  { supplierId, feedSourceId }: ImportRun,
  after: string,
): Promise<{ id: string; sku: string }[]> {
  const { rows } = await sql<{ id: string; sku: string }>`
    SELECT id, supplier_sku AS sku FROM item
    WHERE supplier_id = ${supplierId} AND supplier_sku > ${after} AND state = ANY(${[...LIVE_STATES]}::text[])
      AND feed_source_id IS NOT DISTINCT FROM ${feedSourceId}
    ORDER BY supplier_sku LIMIT ${ITEMS_PER_BATCH}
  `.execute(trx)
  return rows
}

/** Goods of this origin that stand in the catalogue now; counted no further than `enough`. */
export async function countLive(
  trx: Transaction<Database>,
  { supplierId, feedSourceId }: ImportRun,
  enough: number | null = null,
): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    SELECT count(*)::int AS n FROM (
      SELECT FROM item
      WHERE supplier_id = ${supplierId} AND state = ANY(${[...LIVE_STATES]}::text[])
        AND feed_source_id IS NOT DISTINCT FROM ${feedSourceId}
      ORDER BY supplier_sku LIMIT ${enough}
    ) AS live
  `.execute(trx)
  return rows[0]?.n ?? 0
}
