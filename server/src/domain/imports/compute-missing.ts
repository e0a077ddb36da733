import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { type Hash64, hashText } from './hash-bytes.ts'
import type { ImportRun } from './import-run.ts'

/** States of goods that a full file speaks for: what is sold, lent or already off is none of its business. */
export const LIVE_STATES = ['draft', 'available', 'quarantined', 'live_held', 'checkout_held'] as const

const ITEMS_PER_BATCH = 20_000

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
  const hash: Hash64 = { high: 0, low: 0 }
  let missing = 0
  for (let after = ''; ; ) {
    const batch = await readLive(trx, run, after)
    const last = batch.at(-1)
    if (!last) return missing
    after = last.sku
    const ids = batch.flatMap(({ id, sku }) => {
      hashText(sku, hash)
      return isNamed(hash) ? [] : [id]
    })
    missing += ids.length
    await sql`
      INSERT INTO import_missing (import_id, item_id) SELECT ${run.importId}, unnest(${ids}::uuid[])
    `.execute(trx)
  }
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
