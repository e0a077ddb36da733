import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { formulaSafe } from './csv-text.ts'
import { traceColumns } from './error-file-columns.ts'
import { mendedCells, readFailedRows } from './failed-row.ts'
import { type CellEdit, writePatches } from './fix-cells.ts'
import type { ImportRun } from './import-run.ts'
import type { ColumnMapping } from './map-columns.ts'
import { type ReturnedRow, type ReturnedRows, toReturnedRow } from './read-returned-rows.ts'
import { rejudgeRows } from './rejudge-rows.ts'
import { lockForRepair, type RepairScope } from './repair-scope.ts'
import { storableCell } from './storable-cell.ts'

type Child = Pick<ImportRun, 'importId' | 'supplierId' | 'createdBy' | 'parentId'>

const ROWS_PER_BATCH = 1_000

/**
 * What an error file brought into the catalogue is mended in its parent too, with the same cells and by the same judge as
 * if she had typed them into the grid there: the row says now what the catalogue says, and is no longer one to fix. The
 * parent may be an error file itself, and so on; each has fewer rows than the one above it.
 *
 * Taking the error file back opens again what is put back by it: `reopenParent`.
 */
export async function mendParent(
  trx: Transaction<Database>,
  child: Child,
  { mapping, rows }: ReturnedRows,
): Promise<void> {
  const scope = await lockParent(trx, child)
  if (!scope) return
  const wentIn = await takeWentIn(trx, child, { scope, rows })
  for (let at = 0; at < wentIn.length; at += ROWS_PER_BATCH) {
    const batch = wentIn.slice(at, at + ROWS_PER_BATCH)
    await writeReturned(trx, scope, { child, rows: batch, mapping })
    await rejudgeRows(trx, scope, linesOf(batch))
  }
  if (wentIn.length === 0) return
  const parent = await readParentOf(trx, child, scope)
  const mended = await readFailedRows(trx, scope, linesOf(wentIn))
  const above = mended.flatMap(row => toReturnedRow(scope.mapping, row.line, mendedCells(row)) ?? [])
  await mendParent(trx, parent, { mapping: scope.mapping, rows: above })
}

const linesOf = (rows: ReturnedRow[]) => rows.map(row => row.parentLine)

/** Null for one whose rows nobody mends any more, and for one that is just being read or applied: it compares anew then. */
export async function lockParent(
  trx: Transaction<Database>,
  { supplierId, parentId }: Child,
): Promise<RepairScope | null> {
  if (parentId === null) return null
  try {
    return await lockForRepair(trx, { supplierId, importId: parentId })
  } catch (error) {
    if (error instanceof DomainError && error.code === 'import_not_ready') return null
    throw error
  }
}

/** The parent as somebody's child. */
export async function readParentOf(
  trx: Transaction<Database>,
  { createdBy, supplierId }: Child,
  { importId }: RepairScope,
): Promise<Child> {
  const { parentId } = await trx
    .selectFrom('itemImport')
    .select('parentId')
    .where('id', '=', importId)
    .executeTakeFirstOrThrow()
  return { importId, supplierId, createdBy, parentId }
}

/** Those that went in, of rows that are still to fix in the parent; with the cells as they were mended in the child itself. */
async function takeWentIn(
  trx: Transaction<Database>,
  { importId }: Child,
  { scope, rows }: { scope: RepairScope; rows: ReturnedRow[] },
): Promise<ReturnedRow[]> {
  const { rows: leftOut } = await sql<{ line: number }>`
    SELECT line FROM import_failed_row WHERE import_id = ${importId} AND state <> 'fixed'
    UNION SELECT line FROM import_error WHERE import_id = ${importId} AND severity <> 'warning'
  `.execute(trx)
  const { rows: open } = await sql<{ line: number }>`
    SELECT line FROM import_failed_row WHERE import_id = ${scope.importId} AND state = 'open'
  `.execute(trx)
  const out = new Set(leftOut.map(row => row.line))
  const waiting = new Set(open.map(row => row.line))
  const wentIn = rows.filter(({ line, parentLine }) => !out.has(line) && waiting.has(parentLine))
  const mended = await readFailedRows(
    trx,
    { importId },
    wentIn.map(row => row.line),
  )
  const cellsOf = new Map(mended.map(row => [row.line, mendedCells(row)]))
  return wentIn.map(row => ({ ...row, cells: cellsOf.get(row.line) ?? row.cells }))
}

async function writeReturned(
  trx: Transaction<Database>,
  scope: RepairScope,
  { child, rows, mapping }: { child: Child; rows: ReturnedRow[]; mapping: ColumnMapping },
): Promise<void> {
  const origins = traceColumns(
    mapping.columns.map(({ header }) => header),
    scope.mapping.columns,
  )
  const stored = await readFailedRows(trx, scope, linesOf(rows))
  const standing = new Map(stored.map(row => [row.line, mendedCells(row)]))
  const edits = rows.flatMap(({ parentLine: line, cells }): CellEdit[] =>
    origins.flatMap((origin, index) => {
      if (origin === undefined || origin.parentIndex === null) return []
      const [value, stands] = [
        storableCell(cells[index] ?? ''),
        standing.get(line)?.[origin.parentIndex] ?? '',
      ]
      // What the error file put before a formula is not of her making.
      const same = value === stands || value === formulaSafe(stands)
      return same ? [] : [{ line, columnIndex: origin.parentIndex, value }]
    }),
  )
  if (edits.length > 0) await writePatches(trx, scope, { memberId: child.createdBy, edits })
}
