import { randomUUID } from 'node:crypto'
import { EXPORT_DAYS, type ExportFormat, itemFilter } from '@haowu/shared/inventory.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import type { FileStore } from '#gateways/files.ts'
import { exportColumns } from './export-columns.ts'
import { readExportedItems, readExtraKeys } from './read-exported-items.ts'
import { writeExport } from './write-export.ts'

interface ExportDeps {
  db: Db
  files: FileStore
}

interface ExportRun {
  id: string
  runToken: bigint
  supplierId: string
  filter: unknown
  format: ExportFormat
  language: 'zh' | 'en'
}

const MOST_PER_CALL = 20
const MOST_RUNS = 3
const STALE_AFTER_SECONDS = 120

/** Writes the exports that were asked for, and those whose writer died. One that fails three times says so and stops. */
export async function runExports(deps: ExportDeps): Promise<void> {
  await giveUpStale(deps.db)
  await forgetOld(deps)
  for (let done = 0; done < MOST_PER_CALL; done++) {
    const run = await claimExport(deps.db)
    if (!run) return
    await runExport(deps, run)
  }
}

async function giveUpStale(db: Db): Promise<void> {
  await sql`
    UPDATE item_export SET state = 'failed'
    WHERE state = 'running' AND run_token >= ${MOST_RUNS}
      AND run_started_at < app_now() - make_interval(secs => ${STALE_AFTER_SECONDS})
  `.execute(db)
}

/** A file nobody can fetch any more is not kept, nor its row. */
async function forgetOld({ db, files }: ExportDeps): Promise<void> {
  const old = await db
    .selectFrom('itemExport')
    .select(['id', 'fileKey'])
    .where('createdAt', '<', sql<Date>`app_now() - make_interval(days => ${EXPORT_DAYS})`)
    .limit(MOST_PER_CALL)
    .execute()
  for (const { id, fileKey } of old) {
    if (fileKey) await files.delete(fileKey)
    await db.deleteFrom('itemExport').where('id', '=', id).execute()
  }
}

async function claimExport(db: Db): Promise<ExportRun | undefined> {
  const { rows } = await sql<ExportRun>`
    UPDATE item_export SET state = 'running', run_token = run_token + 1, run_started_at = app_now(), row_count = 0
    WHERE id = (
      SELECT id FROM item_export
      WHERE state = 'requested' OR (state = 'running' AND run_token < ${MOST_RUNS}
        AND run_started_at < app_now() - make_interval(secs => ${STALE_AFTER_SECONDS}))
      ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED
    )
    RETURNING id, run_token, supplier_id, filter, format, language
  `.execute(db)
  return rows[0]
}

async function runExport({ db, files }: ExportDeps, run: ExportRun): Promise<void> {
  const scope = { supplierId: run.supplierId, filter: itemFilter.parse(run.filter) }
  const columns = exportColumns(run.language, await readExtraKeys(db, scope))
  const fileKey = `exports/${run.supplierId}/${randomUUID()}.${run.format}`
  const body = writeExport(run.format, columns, {
    batches: readExportedItems(db, scope),
    onRows: rows => tellRows(db, run, rows),
  })
  await files.put(fileKey, body)
  const stored = await files.stat(fileKey)
  const { numUpdatedRows } = await db
    .updateTable('itemExport')
    .set({ state: 'done', fileKey, bytes: BigInt(stored?.bytes ?? 0), doneAt: sql`app_now()` })
    .where('id', '=', run.id)
    .where('runToken', '=', run.runToken)
    .where('state', '=', 'running')
    .executeTakeFirst()
  if (numUpdatedRows === 0n) await files.delete(fileKey)
}

/** Says how far it is, which also shows that the writer lives. */
async function tellRows(db: Db, { id, runToken }: ExportRun, rows: bigint): Promise<void> {
  await db
    .updateTable('itemExport')
    .set({ rowCount: rows, runStartedAt: sql`app_now()` })
    .where('id', '=', id)
    .where('runToken', '=', runToken)
    .execute()
}
