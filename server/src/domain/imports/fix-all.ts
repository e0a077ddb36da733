import type { RowCode } from '@haowu/shared/imports.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { writePatches } from './fix-cells.ts'
import { rejudgeRows } from './rejudge-rows.ts'
import { lockForRepair, type RepairScope } from './repair-scope.ts'
import { setSkipped } from './skip-rows.ts'

interface FixAll {
  supplierId: string
  memberId: string
  importId: string
  /** The cause: this finding about this column. */
  code: RowCode
  column: string
  action: { kind: 'set'; value: string } | { kind: 'skip' }
}

const LINES_PER_BATCH = 1_000

/** Does the same to every row with one cause. Says how many rows it touched, and how many of them are good now. */
export async function fixAll(db: Db, fix: FixAll): Promise<{ changed: number; fixed: number }> {
  return db.transaction().execute(async trx => {
    const scope = await lockForRepair(trx, fix)
    const lines = await linesOfCause(trx, scope, fix)
    const fixedBefore = scope.counts.fixed
    for (let at = 0; at < lines.length; at += LINES_PER_BATCH)
      await fixBatch(trx, scope, { ...fix, lines: lines.slice(at, at + LINES_PER_BATCH) })
    return { changed: lines.length, fixed: Math.max(0, scope.counts.fixed - fixedBefore) }
  })
}

async function fixBatch(
  trx: Transaction<Database>,
  scope: RepairScope,
  { memberId, column, action, lines }: FixAll & { lines: number[] },
): Promise<void> {
  if (action.kind === 'skip') return setSkipped(trx, scope, { lines, skip: true })
  const columnIndex = scope.mapping.columns.findIndex(({ header }) => header === column)
  if (columnIndex === -1) throw new DomainError('bad_request', { column })
  await writePatches(trx, scope, {
    memberId,
    edits: lines.map(line => ({ line, columnIndex, value: action.value })),
  })
  await rejudgeRows(trx, scope, lines)
}

async function linesOfCause(
  trx: Transaction<Database>,
  { importId }: RepairScope,
  { code, column }: Pick<FixAll, 'code' | 'column'>,
): Promise<number[]> {
  const { rows } = await sql<{ line: number }>`
    SELECT row.line FROM import_failed_row AS row
    WHERE row.import_id = ${importId} AND row.state = 'open' AND EXISTS (
      SELECT FROM import_error AS error WHERE error.import_id = row.import_id AND error.line = row.line
        AND error.code = ${code} AND error.column_name = ${column})
    ORDER BY row.line
  `.execute(trx)
  return rows.map(row => row.line)
}
