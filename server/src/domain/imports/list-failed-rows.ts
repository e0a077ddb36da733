import type { RowCode, RowSeverity } from '@haowu/shared/imports.ts'
import { type RawBuilder, sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import type { FailedRowState, StoredFailedRow } from './failed-row.ts'
import type { ColumnMapping } from './map-columns.ts'
import { readMapping } from './read-mapping.ts'

export interface CellFinding {
  column: string
  /** Where the column stands in the file; null when it has none of that name. */
  columnIndex: number | null
  code: RowCode
  severity: RowSeverity
  value: string
  facts: Record<string, string | number>
}

export interface FailedRowView {
  line: number
  cells: string[]
  patched: Record<string, string>
  state: FailedRowState
  findings: CellFinding[]
}

export interface FailedRowsQuery {
  supplierId: string
  importId: string
  code?: RowCode | undefined
  column?: string | undefined
  state?: FailedRowState | undefined
  /** The last line of the page before. */
  cursor?: string | undefined
  limit: number
}

/** The rows that did not go in, in the order of the file, with what is wrong with each; `not_found` for another's import. */
export async function listFailedRows(
  db: Db,
  query: FailedRowsQuery,
): Promise<{ columns: string[]; rows: FailedRowView[]; nextCursor: string | null; total: number }> {
  const columns = headersOf(await readMapping(db, query))
  const matching = matches(query)
  const after = query.cursor === undefined ? 0 : Number(query.cursor)
  const { rows: totals } = await sql<{ n: number }>`
    SELECT count(*)::int AS n FROM import_failed_row AS row WHERE ${matching}
  `.execute(db)
  const { rows: found } = await sql<StoredFailedRow>`
    SELECT line, cells, patched, state FROM import_failed_row AS row
    WHERE ${matching} AND row.line > ${after} ORDER BY row.line LIMIT ${query.limit + 1}
  `.execute(db)
  const page = found.slice(0, query.limit)
  const rows = await withFindings(db, query.importId, { stored: page, columns })
  const last = page.at(-1)
  return {
    columns,
    rows,
    nextCursor: found.length > query.limit && last ? String(last.line) : null,
    total: totals[0]?.n ?? 0,
  }
}

/** The same view of rows that were read already. */
export async function viewFailedRows(
  db: Db | Transaction<Database>,
  { supplierId, importId }: { supplierId: string; importId: string },
  stored: StoredFailedRow[],
): Promise<FailedRowView[]> {
  const columns = headersOf(await readMapping(db, { supplierId, importId }))
  return withFindings(db, importId, { stored, columns })
}

function matches({ importId, code, column, state }: FailedRowsQuery): RawBuilder<boolean> {
  return sql<boolean>`row.import_id = ${importId}
    AND ${state ? sql`row.state = ${state}` : sql`true`}
    AND ${
      code || column !== undefined
        ? sql`EXISTS (SELECT FROM import_error AS error WHERE error.import_id = row.import_id AND error.line = row.line
            AND ${code ? sql`error.code = ${code}` : sql`true`}
            AND ${column === undefined ? sql`true` : sql`error.column_name = ${column}`})`
        : sql`true`
    }`
}

const headersOf = (mapping: ColumnMapping | null): string[] =>
  mapping?.columns.map(({ header }) => header) ?? []

async function withFindings(
  db: Db | Transaction<Database>,
  importId: string,
  { stored, columns }: { stored: StoredFailedRow[]; columns: string[] },
): Promise<FailedRowView[]> {
  const lines = stored.map(row => row.line)
  const { rows } = await sql<Omit<CellFinding, 'columnIndex'> & { line: number }>`
    SELECT line, column_name AS "column", code, severity, value, facts FROM import_error
    WHERE import_id = ${importId} AND line = ANY(${lines}::int[]) ORDER BY line, severity = 'warning', column_name
  `.execute(db)
  const byLine = Map.groupBy(rows, row => row.line)
  return stored.map(({ line, cells, patched, state }) => ({
    line,
    cells,
    patched: patched ?? {},
    state,
    findings: (byLine.get(line) ?? []).map(({ line: _, ...finding }) => ({
      ...finding,
      columnIndex: columns.includes(finding.column) ? columns.indexOf(finding.column) : null,
    })),
  }))
}
