import type { ImportMode } from '@haowu/shared/imports.ts'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { columnsOfErrorFile, traceColumns } from './error-file-columns.ts'
import { shortIdIn } from './error-file-name.ts'
import { fieldOfHeader } from './import-field.ts'
import type { ColumnMapping } from './map-columns.ts'

/** What an error file says about where it comes from. */
export interface ErrorFileTraits {
  supplierId: string
  importId: string
  parentId: string | null
  fileName: string
  headers: string[]
  /** Line numbers of the parent, those of the first rows. */
  lines: number[]
}

interface ParentImport {
  parentId: string
  mode: ImportMode
}

const IMPORTS_LOOKED_AT = 50

/**
 * The import whose rows an error file brings back: the one it was sent for; the one its name tells; else, of the supplier's
 * newest imports with the same columns, the one that has most of these lines still to fix; columns may have been added for
 * what was missing. Null when it is none of hers.
 */
export async function findParentImport(db: Db, file: ErrorFileTraits): Promise<ParentImport | null> {
  const { parentId } = file
  if (parentId !== null) return findOne(db, file, sql<boolean>`id = ${parentId}`)
  const short = shortIdIn(file.fileName)
  const named = short && (await findOne(db, file, sql<boolean>`right(id::text, 8) = ${short}`))
  return named || findByLines(db, file)
}

async function findOne(
  db: Db,
  { supplierId, importId }: ErrorFileTraits,
  is: RawBuilder<boolean>,
): Promise<ParentImport | null> {
  const { rows } = await sql<ParentImport>`
    SELECT id AS parent_id, mode FROM item_import
    WHERE supplier_id = ${supplierId} AND id <> ${importId} AND mapping IS NOT NULL AND ${is}
    ORDER BY created_at DESC LIMIT 1
  `.execute(db)
  return rows[0] ?? null
}

async function findByLines(
  db: Db,
  { supplierId, importId, headers, lines }: ErrorFileTraits,
): Promise<ParentImport | null> {
  const { rows } = await sql<ParentImport & { mapping: ColumnMapping }>`
    SELECT recent.id AS parent_id, recent.mode, recent.mapping
    FROM (
      SELECT id, mode, mapping, created_at FROM item_import
      WHERE supplier_id = ${supplierId} AND id <> ${importId} AND mapping IS NOT NULL
        AND state IN ('previewed', 'applying', 'applied')
      ORDER BY created_at DESC LIMIT ${IMPORTS_LOOKED_AT}
    ) AS recent
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS found FROM import_failed_row
      WHERE import_id = recent.id AND state = 'open' AND line = ANY(${lines}::int[])
    ) AS open
    WHERE open.found > 0 ORDER BY open.found DESC, recent.created_at DESC
  `.execute(db)
  const parent =
    rows.find(({ mapping }) => traceColumns(headers, mapping.columns).every(Boolean)) ??
    rows.find(({ mapping }) => hasGrown(headers, mapping))
  return parent ? { parentId: parent.parentId, mode: parent.mode } : null
}

/** All columns of the parent, and beside them what its rows wanted and it had no column for. */
function hasGrown(headers: readonly string[], { columns }: ColumnMapping): boolean {
  const origins = traceColumns(headers, columns)
  const traced = origins.flatMap(origin => origin?.parentIndex ?? [])
  return (
    traced.length === columnsOfErrorFile(columns).length &&
    origins.every((origin, at) => origin !== undefined || fieldOfHeader(headers[at] ?? '') !== undefined)
  )
}
