import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { rejudgeRows } from './rejudge-rows.ts'
import { type RepairScope, saveCounts } from './repair-scope.ts'

/** A file that was read again meets the rows that were mended or left out before: what was decided about them stands. */
export async function repeatRepairs(trx: Transaction<Database>, scope: RepairScope): Promise<void> {
  const { rows } = await sql<{ line: number; skipped: boolean }>`
    SELECT line, state = 'skipped' AS skipped FROM import_failed_row
    WHERE import_id = ${scope.importId} AND (patched IS NOT NULL OR state = 'skipped')
  `.execute(trx)
  if (rows.length === 0) return
  const skipped = rows.filter(row => row.skipped).length
  scope.counts.errors -= skipped
  scope.counts.skipped += skipped
  await saveCounts(trx, scope)
  await rejudgeRows(
    trx,
    scope,
    rows.map(row => row.line),
  )
}
