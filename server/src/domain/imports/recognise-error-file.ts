import type { ImportMode } from '@haowu/shared/imports.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { senderIsAsked } from './asked-sender.ts'
import { findErrorColumns } from './error-file-columns.ts'
import { type ErrorFileTraits, findParentImport } from './find-parent-import.ts'
import type { ImportRun } from './import-run.ts'
import { tryToLook } from './read-layout.ts'
import { type Reading, readReading } from './reading.ts'
import { lockUploads } from './register-import.ts'
import type { FileLook, OpenFile } from './sniff-file.ts'

interface Opened {
  run: ImportRun
  reading: Reading
  stored: OpenFile
}

/**
 * A file with the three columns of our error file is one, whichever door it came by. It brings back rows of another import,
 * so it is read as that one was, and is never taken for the whole catalogue, whatever was said when it was sent.
 */
export async function recogniseErrorFile(
  db: Db,
  { run, reading, stored }: Opened,
): Promise<Pick<Opened, 'run' | 'reading'>> {
  // Where nobody can be asked nobody was given an error file either; that file is what it says it is.
  const look = reading.asks ? await tryToLook(stored, reading) : null
  const headers = look?.mapping.columns.map(({ header }) => header) ?? []
  const ours = findErrorColumns(headers)
  if (look === null || (ours === null && run.source !== 'error_file')) return { run, reading }
  const { supplierId, importId, fileName } = run
  const lines = linesIn(look, ours)
  const parent = await findParentImport(db, { ...run, supplierId, importId, fileName, headers, lines })
  const known = {
    source: 'error_file' as const,
    mode: modeOf(run, parent?.mode),
    parentId: parent?.parentId ?? null,
  }
  await db.transaction().execute(trx => record(trx, run, known))
  return { run: { ...run, ...known }, reading: await readReading(db, run) }
}

function modeOf({ mode }: ImportRun, parentMode: ImportMode | undefined): ImportMode {
  if ((parentMode ?? mode) === 'price_stock') return 'price_stock'
  return 'delta'
}

function linesIn(
  { records, mapping }: FileLook,
  ours: ReadonlyMap<number, string> | null,
): ErrorFileTraits['lines'] {
  const at = [...(ours ?? [])].find(([, field]) => field === 'ignore.line')?.[0]
  if (at === undefined) return []
  return records.slice(mapping.headerRecord).flatMap(record => parseLine(record[at]) ?? [])
}

/** A line number as a spreadsheet may give it back. */
export function parseLine(cell: string | undefined): number | null {
  const digits = /^\s*(\d{1,7})(?:\.0+)?\s*$/.exec(cell ?? '')?.[1]
  return digits === undefined ? null : Number(digits)
}

/** The same bytes may be on their way only once in each mode, and this one just changed its own. */
async function record(
  trx: Transaction<Database>,
  run: ImportRun,
  { source, mode, parentId }: Pick<ImportRun, 'source' | 'mode' | 'parentId'>,
): Promise<void> {
  await lockUploads(trx, run.supplierId)
  const { rows } = await sql<{ id: string }>`
    SELECT other.id FROM item_import AS own JOIN item_import AS other
      ON other.supplier_id = own.supplier_id AND other.sha256 = own.sha256 AND other.id <> own.id
    WHERE own.id = ${run.importId} AND other.mode = ${mode} AND ${senderIsAsked('other')}
      AND other.state IN ('uploaded', 'previewing', 'asking', 'previewed', 'applying')
  `.execute(trx)
  if (rows[0]) throw new DomainError('in_progress', { importId: rows[0].id })
  await trx
    .updateTable('itemImport')
    .set({ source, mode, parentId })
    .where('id', '=', run.importId)
    .where('runToken', '=', run.runToken)
    .where('state', '=', 'previewing')
    .execute()
}
