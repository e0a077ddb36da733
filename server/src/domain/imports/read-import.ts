import type { ErrorFacts } from '@haowu/shared/errors.ts'
import {
  type ImportCounts,
  type ImportState,
  NO_COUNTS,
  type RowCode,
  type RowSeverity,
} from '@haowu/shared/imports.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import type { ColumnMapping } from './map-columns.ts'

export interface ImportSummary {
  importId: string
  state: ImportState
  fileName: string
  bytes: number
  counts: ImportCounts
  /** Why the whole file was refused. */
  errorCode: string | null
  errorFacts: ErrorFacts
  createdAt: string
  appliedAt: string | null
}

export interface ImportDetail extends ImportSummary {
  encoding: string | null
  delimiter: string | null
  mapping: ColumnMapping | null
  /** Findings of the same kind about the same column, the most frequent first. */
  groups: { code: RowCode; severity: RowSeverity; column: string; rows: number }[]
}

interface StoredImport {
  importId: string
  state: ImportState
  fileName: string
  bytes: bigint
  counts: Partial<ImportCounts>
  errorCode: string | null
  errorFacts: ErrorFacts
  createdAt: Date
  appliedAt: Date | null
  encoding: string | null
  delimiter: string | null
  mapping: ColumnMapping | null
}

const columns = sql`id AS import_id, state, file_name, bytes, counts, error_code, error_facts, created_at, applied_at,
  encoding, delimiter, mapping`

/** One import of this supplier; another's is `not_found`. */
export async function readImport(
  db: Db,
  { supplierId, importId }: { supplierId: string; importId: string },
): Promise<ImportDetail> {
  const { rows } = await sql<StoredImport>`
    SELECT ${columns} FROM item_import WHERE id = ${importId} AND supplier_id = ${supplierId}
  `.execute(db)
  const [row] = rows
  if (!row) throw new DomainError('not_found', { what: 'import' })
  const { encoding, delimiter, mapping } = row
  return { ...toSummary(row), encoding, delimiter, mapping, groups: await groupFindings(db, importId) }
}

/** The supplier's imports, newest first; `cursor` is the id of the last one seen. */
export async function listImports(
  db: Db,
  { supplierId, cursor, limit }: { supplierId: string; cursor?: string | undefined; limit: number },
): Promise<{ rows: ImportSummary[]; nextCursor: string | null }> {
  const { rows } = await sql<StoredImport>`
    SELECT ${columns} FROM item_import
    WHERE supplier_id = ${supplierId} AND ${
      cursor
        ? sql`(created_at, id) < (
      SELECT created_at, id FROM item_import WHERE id = ${cursor} AND supplier_id = ${supplierId})`
        : sql`true`
    }
    ORDER BY created_at DESC, id DESC LIMIT ${limit + 1}
  `.execute(db)
  const page = rows.slice(0, limit)
  return {
    rows: page.map(toSummary),
    nextCursor: rows.length > limit ? (page.at(-1)?.importId ?? null) : null,
  }
}

function toSummary(row: StoredImport): ImportSummary {
  const { importId, state, fileName, bytes, counts, errorCode, errorFacts, createdAt, appliedAt } = row
  return {
    importId,
    state,
    fileName,
    bytes: Number(bytes),
    counts: { ...NO_COUNTS, ...counts },
    errorCode,
    errorFacts,
    createdAt: createdAt.toISOString(),
    appliedAt: appliedAt?.toISOString() ?? null,
  }
}

async function groupFindings(db: Db, importId: string): Promise<ImportDetail['groups']> {
  const { rows } = await sql<ImportDetail['groups'][number]>`
    SELECT code, severity, column_name AS "column", count(DISTINCT line)::int AS rows
    FROM import_error WHERE import_id = ${importId}
    GROUP BY code, severity, column_name ORDER BY severity = 'warning', rows DESC, code LIMIT 50
  `.execute(db)
  return rows
}
