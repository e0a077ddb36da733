import type { ImportMode, ImportSource, ImportState } from '@haowu/shared/imports.ts'
import { sql } from 'kysely'
import type pg from 'pg'
import type { Database, Db, Transaction } from '#db/database.ts'
import type { FileStore } from '#gateways/files.ts'

/** What preview and apply need of the world. */
export interface ImportDeps {
  db: Db
  pool: pg.Pool
  files: FileStore
  secrets: { reportSigning: Uint8Array }
}

/** One attempt at a step of an import. Everything it writes at the end asks whether its token is still the newest. */
export interface ImportRun {
  importId: string
  supplierId: string
  fileName: string
  fileKey: string
  format: 'csv' | 'xlsx'
  bytes: bigint
  runToken: bigint
  createdBy: string
  source: ImportSource
  mode: ImportMode
  /** The feed it came from; a full import speaks for items of its own origin only. */
  feedSourceId: string | null
  autoApply: boolean
  /** The import whose rows it brings back mended. */
  parentId: string | null
}

/** Takes over an import that stands in one of these states; null when there is nothing (more) to do. */
export async function startRun(
  db: Db,
  { importId, from, to }: { importId: string; from: ImportState[]; to: ImportState },
): Promise<ImportRun | null> {
  const row = await db
    .updateTable('itemImport')
    .set({ state: to, runToken: sql`run_token + 1`, runStartedAt: sql`app_now()` })
    .where('id', '=', importId)
    .where('state', 'in', from)
    .returning(['id as importId', 'supplierId', 'fileName', 'fileKey', 'bytes', 'runToken', 'createdBy'])
    .returning(['format', 'source', 'mode', 'feedSourceId', 'autoApply', 'parentId'])
    .executeTakeFirst()
  if (!row) return null
  return {
    ...row,
    format: row.format as ImportRun['format'],
    source: row.source as ImportSource,
    mode: row.mode as ImportMode,
  }
}

/** Locks the import for the rest of the transaction if this run is still the one; false when it was overtaken or cancelled. */
export async function stillRuns(
  trx: Transaction<Database>,
  { importId, runToken }: ImportRun,
  state: ImportState,
): Promise<boolean> {
  const row = await trx
    .selectFrom('itemImport')
    .select('id')
    .where('id', '=', importId)
    .where('runToken', '=', runToken)
    .where('state', '=', state)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row !== undefined
}
