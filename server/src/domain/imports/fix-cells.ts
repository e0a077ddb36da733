import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { mendedCells, readFailedRows, type StoredFailedRow } from './failed-row.ts'
import { type FailedRowView, viewFailedRows } from './list-failed-rows.ts'
import { rejudgeRows } from './rejudge-rows.ts'
import { lockForRepair, type RepairScope } from './repair-scope.ts'

export interface CellEdit {
  line: number
  columnIndex: number
  value: string
}

interface Fix {
  supplierId: string
  memberId: string
  importId: string
  edits: CellEdit[]
}

/**
 * Mends cells of rows that did not go in, and judges these rows anew. Who wrote what over what is kept. Throws
 * `import_not_ready` while the file is read or applied or is no longer open, `bad_request` for a cell there is not.
 */
export async function fixCells(db: Db, fix: Fix): Promise<FailedRowView[]> {
  return db.transaction().execute(async trx => {
    const scope = await lockForRepair(trx, fix)
    const lines = [...new Set(fix.edits.map(edit => edit.line))]
    await writePatches(trx, scope, fix)
    const judged = await rejudgeRows(trx, scope, lines)
    return viewFailedRows(trx, fix, await readFailedRows(trx, scope, judged))
  })
}

/** Writes the cells into their rows; a cell that says again what the file says is mended no more. */
export async function writePatches(
  trx: Transaction<Database>,
  { importId, mapping }: RepairScope,
  { memberId, edits }: Pick<Fix, 'memberId' | 'edits'>,
): Promise<void> {
  const rows = await readFailedRows(trx, { importId }, [...new Set(edits.map(edit => edit.line))])
  const byLine = new Map(rows.map(row => [row.line, row]))
  const patches = edits.map(edit => {
    const row = byLine.get(edit.line)
    if (!row || edit.columnIndex >= Math.max(mapping.columns.length, row.cells.length))
      throw new DomainError('bad_request', { line: edit.line, column: edit.columnIndex })
    return { ...edit, before: mendedCells(row)[edit.columnIndex] ?? '' }
  })
  for (const { line, columnIndex, value } of edits) patch(byLine.get(line), { columnIndex, value })
  await sql`
    INSERT INTO import_patch (import_id, line, column_index, before, after, member_id)
    SELECT ${importId}::uuid, line, column_index, before, after, ${memberId}::uuid
    FROM jsonb_to_recordset(${JSON.stringify(
      patches.map(({ line, columnIndex, before, value }) => ({
        line,
        column_index: columnIndex,
        before,
        after: value,
      })),
    )}::jsonb) AS patch(line int, column_index int, before text, after text)
  `.execute(trx)
  await sql`
    UPDATE import_failed_row AS row SET patched = mended.patched,
      state = CASE WHEN row.state = 'skipped' THEN 'open' ELSE row.state END
    FROM jsonb_to_recordset(${JSON.stringify(rows.map(({ line, patched }) => ({ line, patched })))}::jsonb)
      AS mended(line int, patched jsonb)
    WHERE row.import_id = ${importId} AND row.line = mended.line
  `.execute(trx)
}

function patch(
  row: StoredFailedRow | undefined,
  { columnIndex, value }: { columnIndex: number; value: string },
): void {
  if (!row) return
  const patched = { ...row.patched }
  if (value === (row.cells[columnIndex] ?? '')) delete patched[columnIndex]
  else patched[columnIndex] = value
  row.patched = Object.keys(patched).length > 0 ? patched : null
}
