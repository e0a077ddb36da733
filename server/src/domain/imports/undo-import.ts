import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { type ImportDeps, type ImportRun, startRun, stillRuns } from './import-run.ts'
import { tracesOf } from './import-traces.ts'
import { forgetManifest } from './manifest.ts'
import { lockSupplierImports } from './merge-store.ts'
import { reopenParent } from './reopen-parent.ts'
import { endProgress, ImportStopped, type Progress, reportProgress } from './report-progress.ts'
import { settleStoppedRun } from './settle-stop.ts'
import { putBack, takeOffInserted } from './undo-store.ts'

/**
 * Takes an applied import back, in one transaction: what it changed and nobody touched since is as it was before, what it
 * brought in is off, all with history. Items sold, held or changed since stay, each with its reason. Reports it
 * published stay too: they are history. Calling it again, at once or after a kill, gives the same result.
 */
export async function undoImport({ db }: Pick<ImportDeps, 'db'>, importId: string): Promise<void> {
  const run = await startRun(db, { importId, from: ['undoing'], to: 'undoing' })
  if (!run) return
  const progress = reportProgress(db, run)
  try {
    await progress.tell('undoing', { done: 0, total: 0 })
    await db.transaction().execute(trx => takeBack(trx, run, progress))
  } catch (error) {
    if (!(error instanceof ImportStopped)) throw error
    await settleStoppedRun(db, run)
  } finally {
    await endProgress(db, run)
  }
}

async function takeBack(trx: Transaction<Database>, run: ImportRun, progress: Progress): Promise<void> {
  await sql`SELECT set_config('statement_timeout', '80s', true)`.execute(trx)
  await lockSupplierImports(trx, run.supplierId)
  if (!(await stillRuns(trx, run, 'undoing'))) return
  const undoer = await readUndoer(trx, run)
  const actor = `member:${undoer}`
  const { restorable, kept } = await judgeItems(trx, run)
  let restored = 0
  for (const step of [putBack, takeOffInserted]) {
    for (let after: string | null = FIRST_ID; after !== null; ) {
      await progress.tell('undoing', { done: restored, total: restorable })
      const slice: { items: number; last: string | null } = await step(trx, run, { after, actor })
      restored += slice.items
      after = slice.last
    }
  }
  await reopenParent(trx, run, undoer)
  await finish(trx, run, { restored, kept })
}

const FIRST_ID = '00000000-0000-0000-0000-000000000000'

/** Locks what the import touched, in id order as everybody does, and then judges what may be put back: nobody can move between. */
async function judgeItems(
  trx: Transaction<Database>,
  run: ImportRun,
): Promise<{ restorable: number; kept: number }> {
  await trx.deleteFrom('importUndo').where('importId', '=', run.importId).execute()
  await sql`
    SELECT FROM item WHERE id = ANY(ARRAY(SELECT item_id FROM ${tracesOf(run)} AS trace WHERE kept IS NULL))
    ORDER BY id FOR NO KEY UPDATE
  `.execute(trx)
  const { rows } = await sql<{ restorable: number; kept: number }>`
    WITH judged AS (
      INSERT INTO import_undo (import_id, item_id, version, inserted, kept, by_import_id)
      SELECT ${run.importId}, item_id, version, inserted, kept, by_import_id FROM ${tracesOf(run)} AS trace
      RETURNING kept
    )
    SELECT count(*) FILTER (WHERE kept IS NULL)::int AS restorable, count(kept)::int AS kept FROM judged
  `.execute(trx)
  return rows[0] ?? { restorable: 0, kept: 0 }
}

async function readUndoer(trx: Transaction<Database>, { importId, createdBy }: ImportRun): Promise<string> {
  const { undoBy } = await trx
    .selectFrom('itemImport')
    .select('undoBy')
    .where('id', '=', importId)
    .executeTakeFirstOrThrow()
  return undoBy ?? createdBy
}

/** The supplier's last file no longer says what the catalogue says, so the next one is read in full. */
async function finish(
  trx: Transaction<Database>,
  { importId, supplierId }: ImportRun,
  counts: { restored: number; kept: number },
): Promise<void> {
  await forgetManifest(trx, supplierId)
  await trx.deleteFrom('importUndo').where('importId', '=', importId).where('kept', 'is', null).execute()
  await trx.deleteFrom('importCancel').where('importId', '=', importId).execute()
  await trx
    .updateTable('itemImport')
    .set({ state: 'undone', undoneAt: sql`app_now()`, undoCounts: JSON.stringify(counts), stoppedAt: null })
    .where('id', '=', importId)
    .execute()
}
