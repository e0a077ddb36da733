import type { ItemState } from '@haowu/shared/catalog.ts'
import type { Fen } from '@haowu/shared/money.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'

export interface MissingItem {
  itemId: string
  sku: string
  title: string
  priceFen: Fen
  state: ItemState
  /** Why it stays although the file leaves it out; null for what is, or will be, taken off. */
  kept: 'held' | 'sold' | null
}

/** Items that a full file does not name; after applying, what became of them. `cursor` is the id of the last one seen. */
export async function listMissing(
  db: Db,
  query: { supplierId: string; importId: string; cursor?: string | undefined; limit: number },
): Promise<{ rows: MissingItem[]; nextCursor: string | null }> {
  const { supplierId, importId, cursor, limit } = query
  const { rows } = await sql<MissingItem>`
    SELECT item.id AS item_id, item.supplier_sku AS sku, item.title, item.price_fen, item.state, missing.kept
    FROM import_missing AS missing JOIN item ON item.id = missing.item_id
    WHERE missing.import_id = ${importId} AND item.supplier_id = ${supplierId}
      AND ${cursor === undefined ? sql`true` : sql`missing.item_id > ${cursor}`}
    ORDER BY missing.item_id LIMIT ${limit + 1}
  `.execute(db)
  const page = rows.slice(0, limit)
  return { rows: page, nextCursor: rows.length > limit ? (page.at(-1)?.itemId ?? null) : null }
}
