import type { ErrorFacts } from '@haowu/shared/errors.ts'
import {
  IMPORT_DAYS,
  type ImportBrake,
  type ImportChoices,
  type ImportCounts,
  type ImportMode,
  type ImportSource,
  type ImportState,
  NO_COUNTS,
} from '@haowu/shared/imports.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import type { AskedQuestion } from './file-question.ts'
import { type FindingGroup, groupFindings } from './group-findings.ts'
import type { ColumnMapping } from './map-columns.ts'
import { readProgress, type ShownProgress } from './read-progress.ts'

export interface ImportSummary {
  importId: string
  state: ImportState
  source: ImportSource
  mode: ImportMode
  fileName: string
  bytes: number
  counts: ImportCounts
  /** Why the whole file was refused. */
  errorCode: string | null
  errorFacts: ErrorFacts
  createdAt: string
  appliedAt: string | null
  /** It waits for a second look. */
  braked: boolean
}

export interface ImportDetail extends ImportSummary {
  encoding: string | null
  delimiter: string | null
  mapping: ColumnMapping | null
  format: 'csv' | 'xlsx'
  /** The import whose error file this is. */
  parentId: string | null
  feedSourceId: string | null
  /** In state asking: what has to be decided before a row can be read. */
  question: AskedQuestion | null
  choices: ImportChoices
  brake: ImportBrake | null
  brakeAccepted: boolean
  /** Null while nothing is being done. */
  progress: ShownProgress | null
  /** Until then the rows left out may be mended in place, and the import taken back. */
  openUntil: string | null
  undoUntil: string | null
  undoCounts: { restored: number; kept: number } | null
  /** Somebody stopped the last attempt to apply it or take it back; nothing was changed. */
  stoppedAt: string | null
  /** Findings of the same kind about the same column, the most frequent first. */
  groups: FindingGroup[]
}

interface StoredSummary extends Omit<ImportSummary, 'bytes' | 'counts' | 'createdAt' | 'appliedAt'> {
  bytes: bigint
  counts: Partial<ImportCounts>
  createdAt: Date
  appliedAt: Date | null
}

type Told = Omit<
  ImportDetail,
  keyof ImportSummary | 'progress' | 'groups' | 'openUntil' | 'undoUntil' | 'stoppedAt'
>

interface StoredImport extends StoredSummary, Told {
  openUntil: Date | null
  undoUntil: Date | null
  stoppedAt: Date | null
}

const summaryColumns = sql`id AS import_id, state, source, mode, file_name, bytes, counts, error_code, error_facts,
  created_at, applied_at, state = 'previewed' AND brake IS NOT NULL AND brake_accepted_at IS NULL AS braked`

const detailColumns = sql`${summaryColumns}, encoding, delimiter, mapping, format, parent_id, feed_source_id, question,
  choices, brake, brake_accepted_at IS NOT NULL AS brake_accepted, open_until, undo_counts, stopped_at,
  CASE WHEN state = 'applied' THEN applied_at + make_interval(days => ${sql.lit(IMPORT_DAYS.undo)}) END AS undo_until`

/** One import of this supplier; another's is `not_found`. */
export async function readImport(
  db: Db,
  { supplierId, importId }: { supplierId: string; importId: string },
): Promise<ImportDetail> {
  const { rows } = await sql<StoredImport>`
    SELECT ${detailColumns} FROM item_import WHERE id = ${importId} AND supplier_id = ${supplierId}
  `.execute(db)
  const [row] = rows
  if (!row) throw new DomainError('not_found', { what: 'import' })
  const [groups, progress] = await Promise.all([
    groupFindings(db, { importId, mapping: row.mapping }),
    readProgress(db, importId),
  ])
  return {
    ...row,
    ...toSummary(row),
    openUntil: row.openUntil?.toISOString() ?? null,
    undoUntil: row.undoUntil?.toISOString() ?? null,
    stoppedAt: row.stoppedAt?.toISOString() ?? null,
    progress,
    groups,
  }
}

export interface ImportListQuery {
  supplierId: string
  state?: ImportState | undefined
  source?: ImportSource | undefined
  /** The id of the last one seen. */
  cursor?: string | undefined
  limit: number
}

/** The supplier's imports, newest first. */
export async function listImports(
  db: Db,
  { supplierId, state, source, cursor, limit }: ImportListQuery,
): Promise<{ rows: ImportSummary[]; nextCursor: string | null }> {
  const { rows } = await sql<StoredSummary>`
    SELECT ${summaryColumns} FROM item_import
    WHERE supplier_id = ${supplierId} AND ${state ? sql`state = ${state}` : sql`true`}
      AND ${source ? sql`source = ${source}` : sql`true`}
      AND ${
        cursor
          ? sql`(created_at, id) < (
      SELECT created_at, id FROM item_import WHERE id = ${cursor} AND supplier_id = ${supplierId})`
          : sql`true`
      }
    ORDER BY created_at DESC, id DESC LIMIT ${limit + 1}
  `.execute(db)
  const page = rows.slice(0, limit)
  return {
    rows: page.map(toSummary),
    nextCursor: rows.length > limit ? (page.at(-1)?.importId ?? null) : null,
  }
}

function toSummary(row: StoredSummary): ImportSummary {
  const { importId, state, source, mode, fileName, errorCode, errorFacts, braked } = row
  return {
    importId,
    state,
    source,
    mode,
    fileName,
    bytes: Number(row.bytes),
    counts: { ...NO_COUNTS, ...row.counts },
    errorCode,
    errorFacts,
    createdAt: row.createdAt.toISOString(),
    appliedAt: row.appliedAt?.toISOString() ?? null,
    braked,
  }
}
