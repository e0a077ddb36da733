import type { ImportState } from '@haowu/shared/imports.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import type { ImportRun } from './import-run.ts'

/**
 * Where an import stands that was stopped: what was not agreed to yet is cancelled; what was being applied is previewed
 * again, or applied where only mended rows were on their way; what was being taken back is applied. The token is
 * raised, so that a run which does not know yet writes nothing, and the next event has a key of its own.
 */
export async function settleStop(
  trx: Transaction<Database>,
  { importId, state }: { importId: string; state: ImportState },
): Promise<void> {
  const goesBack = state === 'applying' || state === 'undoing'
  await trx
    .updateTable('itemImport')
    .set({
      state: goesBack ? sql`CASE WHEN applied_at IS NULL THEN 'previewed' ELSE 'applied' END` : 'cancelled',
      stoppedAt: goesBack ? sql`app_now()` : null,
      // Whoever stopped it wants to decide what becomes of it.
      autoApply: false,
      runToken: sql`run_token + 1`,
    })
    .where('id', '=', importId)
    .execute()
  await trx.deleteFrom('importCancel').where('importId', '=', importId).execute()
  if (!goesBack) await dropStaged(trx, importId)
}

export async function dropStaged(trx: Transaction<Database>, importId: string): Promise<void> {
  await trx.deleteFrom('importRow').where('importId', '=', importId).execute()
  await trx.deleteFrom('importStagedManifest').where('importId', '=', importId).execute()
  await trx.deleteFrom('importMissing').where('importId', '=', importId).execute()
}

/** For a run that found that it is no longer wanted: when it was stopped, and not overtaken, the import is settled. */
export async function settleStoppedRun(
  db: Db,
  { importId, runToken }: Pick<ImportRun, 'importId' | 'runToken'>,
): Promise<void> {
  await db.transaction().execute(async trx => {
    const own = await trx
      .selectFrom('itemImport')
      .innerJoin('importCancel', 'importCancel.importId', 'itemImport.id')
      .select('itemImport.state')
      .where('itemImport.id', '=', importId)
      .where('itemImport.runToken', '=', runToken)
      .forNoKeyUpdate('itemImport')
      .executeTakeFirst()
    if (own) await settleStop(trx, { importId, state: own.state as ImportState })
  })
}
