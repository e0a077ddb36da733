import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import type { ReportRules } from '#domain/inspection/report-rules.ts'
import { ALL_TEMPLATES } from '#domain/inspection/template.ts'
import type { Dialect } from './detect-dialect.ts'
import type { Hash64 } from './hash-bytes.ts'
import { createHashTable } from './hash-table.ts'
import type { ColumnMapping } from './map-columns.ts'
import { MANIFEST_ENTRY_BYTES } from './seen-records.ts'

/** Raised when the row check changes what it accepts or makes of a cell: old manifests then no longer vouch for a record. */
const ROW_CHECK_VERSION = 1

/** The records of the file a supplier applied last. One that is among them needs no look: the catalogue says the same. */
export interface Manifest {
  /** 0 while the supplier has none. */
  version: bigint
  size: number
  /** Whether this raw record is known; writes the hash of its SKU into `sku`. */
  knows(raw: Hash64, sku: Hash64): boolean
}

/** A record means the same only under the same columns, dialect, row check, templates and rules. */
export function layoutHash(mapping: ColumnMapping, dialect: Dialect, rules: ReportRules): Buffer {
  const layout = [
    ROW_CHECK_VERSION,
    mapping.columns,
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

export async function readManifest(db: Db, supplierId: string, layout: Buffer): Promise<Manifest> {
  const row = await db
    .selectFrom('importManifest')
    .select(['version', 'layoutHash', 'recordHashes'])
    .where('supplierId', '=', supplierId)
    .executeTakeFirst()
  const entries = row?.layoutHash.equals(layout) ? row.recordHashes : Buffer.alloc(0)
  return { version: row?.version ?? 0n, ...indexEntries(entries) }
}

function indexEntries(bytes: Buffer): Pick<Manifest, 'size' | 'knows'> {
  const size = bytes.length / MANIFEST_ENTRY_BYTES
  // Copied, because words can only be read from an aligned start.
  const words = new Int32Array(new Uint8Array(bytes).buffer)
  const table = createHashTable(size)
  const raw: Hash64 = { high: 0, low: 0 }
  for (let ordinal = 0; ordinal < size; ordinal++) {
    raw.high = words[ordinal * 4] as number
    raw.low = words[ordinal * 4 + 1] as number
    table.add(raw, ordinal)
  }
  return {
    size,
    knows(record, sku) {
      const ordinal = table.get(record)
      if (ordinal === -1) return false
      sku.high = words[ordinal * 4 + 2] as number
      sku.low = words[ordinal * 4 + 3] as number
      return true
    },
  }
}

/** Replaces the supplier's manifest by that of the file just applied, less the records that were not taken over. */
export async function writeManifest(
  trx: Transaction<Database>,
  {
    supplierId,
    layout,
    entries,
    without,
  }: { supplierId: string; layout: Buffer; entries: Buffer; without: bigint[] },
): Promise<void> {
  const kept = without.length > 0 ? omitRecords(entries, new Set(without)) : entries
  await trx
    .insertInto('importManifest')
    .values({
      supplierId,
      layoutHash: layout,
      recordHashes: kept,
      recordCount: kept.length / MANIFEST_ENTRY_BYTES,
    })
    .onConflict(conflict =>
      conflict.column('supplierId').doUpdateSet({
        version: sql`import_manifest.version + 1`,
        layoutHash: layout,
        recordHashes: kept,
        recordCount: kept.length / MANIFEST_ENTRY_BYTES,
        updatedAt: sql`app_now()`,
      }),
    )
    .execute()
}

/** A raw hash as it stands in a bigint column. */
export function toBigint({ high, low }: Hash64): bigint {
  return (BigInt(high) << 32n) | BigInt(low >>> 0)
}

function omitRecords(entries: Buffer, without: Set<bigint>): Buffer {
  const kept: Buffer[] = []
  for (let at = 0; at < entries.length; at += MANIFEST_ENTRY_BYTES) {
    const raw = toBigint({ high: entries.readInt32LE(at), low: entries.readInt32LE(at + 4) })
    if (!without.has(raw)) kept.push(entries.subarray(at, at + MANIFEST_ENTRY_BYTES))
  }
  return Buffer.concat(kept)
}
