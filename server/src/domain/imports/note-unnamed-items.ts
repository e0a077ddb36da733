import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { type Hash64, hashText } from './hash-bytes.ts'

/** So many are looked at in one statement. */
export const ITEMS_PER_BATCH = 20_000

interface Unnamed {
  importId: string
  /** The next items of whose kind it is asked, in the order of their SKUs. */
  readAfter: (sku: string) => Promise<{ id: string; sku: string }[]>
  /** Asked for the hash of every SKU. */
  isNamed: (sku: Hash64) => boolean
}

/** Notes which of these items a file does not name, and says how many. */
export async function noteUnnamedItems(
  trx: Transaction<Database>,
  { importId, readAfter, isNamed }: Unnamed,
): Promise<number> {
  const hash: Hash64 = { high: 0, low: 0 }
  let unnamed = 0
  for (let after = ''; ; ) {
    const batch = await readAfter(after)
    const last = batch.at(-1)
    if (!last) return unnamed
    after = last.sku
    const ids = batch.flatMap(({ id, sku }) => {
      hashText(sku, hash)
      return isNamed(hash) ? [] : [id]
    })
    unnamed += ids.length
    await sql`INSERT INTO import_missing (import_id, item_id) SELECT ${importId}, unnest(${ids}::uuid[])`.execute(
      trx,
    )
  }
}
