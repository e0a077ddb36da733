import type { RowCode, RowSeverity } from '@haowu/shared/imports.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'

export interface StoredFinding {
  line: number
  column: string
  code: RowCode
  severity: RowSeverity
  sku: string
  value: string
  facts: Record<string, string | number>
}

export interface FindingQuery {
  supplierId: string
  importId: string
  severity?: RowSeverity | undefined
  code?: RowCode | undefined
  /** Opaque; where the page before ended. */
  cursor?: string | undefined
  limit: number
}

/** What was found about single rows, in the order of the file. Empty for another supplier's import. */
export async function listFindings(
  db: Db,
  { supplierId, importId, severity, code, cursor, limit }: FindingQuery,
): Promise<{ rows: StoredFinding[]; nextCursor: string | null }> {
  const offset = cursor && /^\d{1,6}$/.test(cursor) ? Number(cursor) : 0
  const { rows } = await sql<StoredFinding>`
    SELECT line, column_name AS "column", code, severity, supplier_sku AS sku, value, facts
    FROM import_error
    WHERE import_id = (SELECT id FROM item_import WHERE id = ${importId} AND supplier_id = ${supplierId})
      AND ${severity ? sql`severity = ${severity}` : sql`true`} AND ${code ? sql`code = ${code}` : sql`true`}
    ORDER BY line, column_name, code LIMIT ${limit + 1} OFFSET ${offset}
  `.execute(db)
  return {
    rows: rows.slice(0, limit),
    nextCursor: rows.length > limit ? String(offset + limit) : null,
  }
}
