import type { Fen } from '@haowu/shared/money.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'

export interface PreviewedChange {
  line: number
  sku: string
  title: string
  action: 'new' | 'changed'
  priceFen: Fen
  /** What the catalogue has now; null for a new item. */
  priceBeforeFen: Fen | null
  titleBefore: string | null
  withReport: boolean
}

/** What a previewed import would change, the largest price moves first. Empty once it was applied: then history tells. */
export async function listPreviewedChanges(
  db: Db,
  { supplierId, importId, limit }: { supplierId: string; importId: string; limit: number },
): Promise<PreviewedChange[]> {
  const { rows } = await sql<PreviewedChange>`
    SELECT row.line, row.supplier_sku AS sku, row.title, CASE WHEN item.id IS NULL THEN 'new' ELSE 'changed' END AS action,
      row.price_fen, item.price_fen AS price_before_fen, item.title AS title_before, row.report IS NOT NULL AS with_report
    FROM item_import JOIN import_row AS row ON row.import_id = item_import.id AND row.run_token = item_import.staged_token
    LEFT JOIN item ON item.supplier_id = item_import.supplier_id AND item.supplier_sku = row.supplier_sku
    WHERE item_import.id = ${importId} AND item_import.supplier_id = ${supplierId}
    ORDER BY item.id IS NULL, abs(ln(row.price_fen::float8 / item.price_fen)) DESC, row.line LIMIT ${limit}
  `.execute(db)
  return rows
}
