import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { rejudgeRows } from './rejudge-rows.ts'
import { lockForRepair, type RepairScope } from './repair-scope.ts'

/** Leaves rows out for good, or takes that back; a row that clashed with one of them may now go in. */
export async function skipRows(
  db: Db,
  input: { supplierId: string; importId: string; lines: number[]; skip: boolean },
): Promise<void> {
  await db.transaction().execute(async trx => {
    const scope = await lockForRepair(trx, input)
    await setSkipped(trx, scope, input)
  })
}

export async function setSkipped(
  trx: Transaction<Database>,
  scope: RepairScope,
  { lines, skip }: { lines: number[]; skip: boolean },
): Promise<void> {
  const { rows } = await sql<{ line: number; before: string }>`
    SELECT line, state AS before FROM import_failed_row
    WHERE import_id = ${scope.importId} AND line = ANY(${lines}::int[])
      AND (state = 'skipped') <> ${skip}
  `.execute(trx)
  const moved = rows.map(row => row.line)
  if (moved.length === 0) return
  const open = rows.filter(row => row.before === 'open').length
  const fixed = rows.filter(row => row.before === 'fixed').length
  await sql`
    UPDATE import_failed_row SET state = ${skip ? 'skipped' : 'open'}
    WHERE import_id = ${scope.importId} AND line = ANY(${moved}::int[])
  `.execute(trx)
  // The rows' own move is counted here; what it does to others, and to what is staged, by judging them.
  const { counts } = scope
  if (skip) {
    counts.errors -= open
    counts.fixed -= fixed
    counts.skipped += moved.length
  } else {
    counts.errors += moved.length
    counts.skipped -= moved.length
  }
  await rejudgeRows(trx, scope, moved)
}
