import type { ItemFilter } from '@haowu/shared/inventory.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { matchesFilter } from '#domain/catalog/item-filter.ts'
import { IMPORT_LIMITS } from '#domain/imports/import-limits.ts'
import type { ExportedItem } from './export-columns.ts'

const ITEMS_PER_BATCH = 2_000

interface ExportScope {
  supplierId: string
  filter: ItemFilter
}

/** The supplier's items that the filter matches, in the order in which they came in, batch by batch. */
export async function* readExportedItems(
  db: Db,
  { supplierId, filter }: ExportScope,
): AsyncGenerator<ExportedItem[]> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const { rows } = await sql<ExportedItem>`
      SELECT item.id, item.supplier_sku AS sku, item.title, category.name_zh AS category_zh,
        category.name_en AS category_en, item.price_fen, item.brand, item.model, item.identity, item.stock_kind,
        item.qty, item.ship_from, item.photos, item.spec, item.extra, item.grade, item.state,
        report.code AS report_code, item.updated_at
      FROM item JOIN category ON category.code = item.category_code LEFT JOIN report ON report.id = item.report_id
      WHERE ${matchesFilter(supplierId, filter)} AND item.id > ${after} ORDER BY item.id LIMIT ${ITEMS_PER_BATCH}
    `.execute(db)
    const last = rows.at(-1)
    if (!last) return
    yield rows
    after = last.id
  }
}

/** The supplier's own columns that any of these items has, the most used first. */
export async function readExtraKeys(db: Db, { supplierId, filter }: ExportScope): Promise<string[]> {
  const { rows } = await sql<{ key: string }>`
    SELECT key FROM item CROSS JOIN LATERAL jsonb_object_keys(item.extra) AS key
    WHERE ${matchesFilter(supplierId, filter)}
    GROUP BY key ORDER BY count(*) DESC, key LIMIT ${IMPORT_LIMITS.extraColumns}
  `.execute(db)
  return rows.map(row => row.key)
}

export async function countMatching(db: Db, { supplierId, filter }: ExportScope): Promise<bigint> {
  const { rows } = await sql<{ n: bigint }>`
    SELECT count(*) AS n FROM item WHERE ${matchesFilter(supplierId, filter)}
  `.execute(db)
  return rows[0]?.n ?? 0n
}
