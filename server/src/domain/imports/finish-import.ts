import { IMPORT_DAYS, type ImportCounts } from '@haowu/shared/imports.ts'
import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import type { ImportRun } from './import-run.ts'
import type { Conflict } from './merge-store.ts'

export interface Merged {
  new: number
  changed: number
  missing: number
  /** Items that a full file leaves out while somebody holds them. */
  held: number
  conflicts: Conflict[]
}

interface Finish {
  run: ImportRun
  counts: ImportCounts
  round: 'first' | 'mended'
  merged: Merged
  conflicts: number
}

/** The counters say what was done, not what was planned. Rows left out stay open for a while. */
export async function finishImport(trx: Transaction<Database>, finish: Finish): Promise<void> {
  const { run, counts, merged, round, conflicts } = finish
  const now =
    round === 'first'
      ? { new: merged.new, changed: merged.changed, missing: merged.missing, conflicts }
      : {
          new: counts.new,
          changed: counts.changed,
          missing: counts.missing,
          conflicts: counts.conflicts + conflicts,
        }
  await trx
    .updateTable('itemImport')
    .set({
      state: 'applied',
      stoppedAt: null,
      appliedAt: sql`coalesce(applied_at, app_now())`,
      counts: JSON.stringify({ ...counts, ...now }),
      openUntil: sql`CASE WHEN EXISTS (
        SELECT FROM import_failed_row WHERE import_id = item_import.id AND state = 'open'
      ) THEN coalesce(open_until, app_now() + make_interval(days => ${IMPORT_DAYS.open})) ELSE open_until END`,
    })
    .where('id', '=', run.importId)
    .execute()
  await askForPhotos(trx, run)
  await trx.deleteFrom('importStagedManifest').where('importId', '=', run.importId).execute()
  await trx.deleteFrom('importCancel').where('importId', '=', run.importId).execute()
}

/** Links to photos are followed afterwards, by a job: other people's hosts are slow, and what they answer holds no row back. */
async function askForPhotos(trx: Transaction<Database>, { importId, supplierId }: ImportRun): Promise<void> {
  await sql`
    INSERT INTO photo_walk (import_id, supplier_id) SELECT id, ${supplierId} FROM item_import
    WHERE id = ${importId} AND mapping->'columns' @> '[{"field": "photos"}]'
    ON CONFLICT (import_id) DO UPDATE
    SET after_sku = '', dead_hosts = '{}', unreachable = 0, leased_until = app_now()
  `.execute(trx)
}
