import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { mendedCells, readFailedRows, type StoredFailedRow } from './failed-row.ts'
import { type CellEdit, writePatches } from './fix-cells.ts'
import type { ImportRun } from './import-run.ts'
import { lockParent, readParentOf } from './mend-parent.ts'
import { rejudgeRows } from './rejudge-rows.ts'
import type { RepairScope } from './repair-scope.ts'

const ROWS_PER_BATCH = 1_000

/**
 * What an error file had brought in and is now taken back is to be fixed again in its parent, and in the parent of that: its
 * rows stand as they were before the error file came. A row whose item was changed or sold since stays mended, because the
 * catalogue still says what it says. Called before the undo forgets what it put back.
 */
export async function reopenParent(
  trx: Transaction<Database>,
  run: ImportRun,
  memberId: string,
): Promise<void> {
  if (run.parentId === null) return
  const skus = await readPutBack(trx, run)
  let child: Pick<ImportRun, 'importId' | 'supplierId' | 'createdBy' | 'parentId'> = run
  for (let scope = await lockParent(trx, child); scope; scope = await lockParent(trx, child)) {
    const back = await findMended(trx, scope, skus)
    for (let at = 0; at < back.length; at += ROWS_PER_BATCH) {
      const rows = back.slice(at, at + ROWS_PER_BATCH)
      const edits = rows.flatMap(asInFile)
      if (edits.length > 0) await writePatches(trx, scope, { memberId, edits })
      await rejudgeRows(
        trx,
        scope,
        rows.map(row => row.line),
      )
    }
    child = await readParentOf(trx, child, scope)
  }
}

async function readPutBack(trx: Transaction<Database>, { importId }: ImportRun): Promise<Set<string>> {
  const { rows } = await sql<{ sku: string }>`
    SELECT item.supplier_sku AS sku FROM import_undo AS undo JOIN item ON item.id = undo.item_id
    WHERE undo.import_id = ${importId} AND undo.kept IS NULL
  `.execute(trx)
  return new Set(rows.map(row => row.sku))
}

/** Mended rows of the parent that name one of these items. */
async function findMended(
  trx: Transaction<Database>,
  scope: RepairScope,
  skus: Set<string>,
): Promise<StoredFailedRow[]> {
  const { rows } = await sql<{ line: number }>`
    SELECT line FROM import_failed_row WHERE import_id = ${scope.importId} AND state = 'fixed' ORDER BY line
  `.execute(trx)
  const mended = await readFailedRows(
    trx,
    scope,
    rows.map(row => row.line),
  )
  const skuAt = scope.mapping.columns.findIndex(column => column.field === 'sku')
  return mended.filter(row => skus.has((mendedCells(row)[skuAt] ?? '').normalize('NFKC').trim()))
}

const asInFile = ({ line, cells, patched }: StoredFailedRow): CellEdit[] =>
  Object.keys(patched ?? {}).map(column => ({
    line,
    columnIndex: Number(column),
    value: cells[Number(column)] ?? '',
  }))
