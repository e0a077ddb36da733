import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type pg from 'pg'
import type { Database, Db, Transaction } from '#db/database.ts'
import type { ReportRules } from '#domain/inspection/report-rules.ts'
import { ALL_TEMPLATES } from '#domain/inspection/template.ts'
import type { Hash64 } from './hash-bytes.ts'
import { PATCH_BYTES, putPatches } from './manifest-change.ts'
import { MANIFEST_ENTRY_WORDS, type ManifestEntries } from './manifest-entry.ts'
import { readEntries } from './read-entries.ts'
import type { SniffedFile } from './sniff-file.ts'

/**
 * Raised when the row check changes what it accepts or makes of a cell, or records are hashed otherwise: old manifests then
 * no longer vouch for a record.
 */
const ROW_CHECK_VERSION = 5

const ENTRY_BYTES = MANIFEST_ENTRY_WORDS * 4

/** The records of the file a supplier applied last. One that is among them needs no look: the catalogue says the same. */
export interface Manifest extends ManifestEntries {
  /** 0 while the supplier has none. */
  version: bigint
}

/** A record means the same only under the same columns, mode, words, dialect, row check, templates and rules. */
export function layoutHash({ mapping, dialect, words }: SniffedFile, rules: ReportRules): Buffer {
  const layout = [
    ROW_CHECK_VERSION,
    mapping.columns,
    mapping.mode,
    mapping.blankClears,
    Array.from(words, ([field, meanings]) => [field, [...meanings]]),
    dialect.delimiter,
    rules.versions,
    ALL_TEMPLATES.map(template => [template.code, template.version]),
  ]
  return createHash('sha256').update(JSON.stringify(layout)).digest()
}

export async function readManifestVersion(db: Db, supplierId: string): Promise<bigint> {
  const row = await db
    .selectFrom('importManifest')
    .select('version')
    .where('supplierId', '=', supplierId)
    .executeTakeFirst()
  return row?.version ?? 0n
}

/** Begins to read what the supplier's manifest holds, and gives it to whoever reads a file by the same layout. */
export async function openManifest(
  { db, pool }: { db: Db; pool: pg.Pool },
  supplierId: string,
): Promise<(layout: Buffer) => Promise<Manifest>> {
  const row = await db
    .selectFrom('importManifest')
    .select(['version', 'layoutHash', 'patches'])
    .where('supplierId', '=', supplierId)
    .executeTakeFirst()
  const none = { version: row?.version ?? 0n, words: new Int32Array(0), patched: [] }
  if (!row || row.layoutHash.length === 0) return async () => none
  const { version, layoutHash: written, patches } = row
  const entries = readEntries(pool, { supplierId, version })
  // A file that is refused meanwhile never asks for them.
  entries.catch(() => {})
  return async layout => {
    const words = written.equals(layout) ? await entries : null
    // Replaced between the two looks: what is staged without entries is compared in full, and its version is overtaken.
    return words ? { version, words, patched: putPatches(words, patches) } : none
  }
}

/** Makes of the supplier's manifest what the file just applied makes of it, less the records that were not taken over. */
export async function writeManifest(
  trx: Transaction<Database>,
  { supplierId, importId, without }: { supplierId: string; importId: string; without: string[] },
): Promise<void> {
  if (without.length > 0) await omitFromStaged(trx, importId, new Set(without))
  await sql`
    INSERT INTO import_manifest AS manifest (supplier_id, layout_hash, record_hashes, record_count)
    SELECT ${supplierId}::uuid, layout_hash, record_hashes, length(record_hashes) / ${ENTRY_BYTES}::int
    FROM import_staged_manifest WHERE import_id = ${importId} AND record_hashes IS NOT NULL
    ON CONFLICT (supplier_id) DO UPDATE SET version = manifest.version + 1, layout_hash = excluded.layout_hash,
      record_hashes = excluded.record_hashes, record_count = excluded.record_count, patches = '', updated_at = app_now()
  `.execute(trx)
  // Where the records stay the same the version moves all the same: a full file may have taken items off.
  await sql`
    UPDATE import_manifest AS manifest SET version = version + 1, patches = coalesce(staged.patches, manifest.patches)
    FROM import_staged_manifest AS staged
    WHERE supplier_id = ${supplierId} AND import_id = ${importId} AND staged.record_hashes IS NULL
  `.execute(trx)
}

/**
 * The catalogue was changed otherwise than by a file: the last file vouches for nothing any more, and a preview that was
 * made before is compared anew. Written even where there is no manifest, or such a preview would not be told apart.
 */
export async function forgetManifest(trx: Transaction<Database>, supplierId: string): Promise<void> {
  await sql`
    INSERT INTO import_manifest AS manifest (supplier_id, layout_hash, record_hashes, record_count)
    VALUES (${supplierId}, '', '', 0)
    ON CONFLICT (supplier_id) DO UPDATE SET version = manifest.version + 1, layout_hash = '', record_hashes = '',
      record_count = 0, patches = '', updated_at = app_now()
  `.execute(trx)
}

/** A raw hash as it stands in a bytea column, in hexadecimal. */
export function hexOf({ high, low }: Hash64): string {
  return (high >>> 0).toString(16).padStart(8, '0') + (low >>> 0).toString(16).padStart(8, '0')
}

async function omitFromStaged(
  trx: Transaction<Database>,
  importId: string,
  without: Set<string>,
): Promise<void> {
  const { recordHashes, patches } = await trx
    .selectFrom('importStagedManifest')
    .select(['recordHashes', 'patches'])
    .where('importId', '=', importId)
    .executeTakeFirstOrThrow()
  const isOmitted = (at: number, bytes: Buffer) =>
    without.has(hexOf({ high: bytes.readInt32LE(at), low: bytes.readInt32LE(at + 4) }))
  if (!recordHashes && !patches) return
  const kept: Buffer[] = []
  for (let at = 0; recordHashes && at < recordHashes.length; at += ENTRY_BYTES)
    if (!isOmitted(at, recordHashes)) kept.push(recordHashes.subarray(at, at + ENTRY_BYTES))
  // An entry that is patched cannot be left out, so it says what no record says.
  for (let at = 0; patches && at < patches.length; at += PATCH_BYTES)
    if (isOmitted(at + 4, patches)) patches.fill(0, at + 4, at + PATCH_BYTES)
  await trx
    .updateTable('importStagedManifest')
    .set({ recordHashes: recordHashes && Buffer.concat(kept), patches })
    .where('importId', '=', importId)
    .execute()
}
