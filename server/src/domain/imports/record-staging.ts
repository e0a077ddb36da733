import type { ImportState } from '@haowu/shared/imports.ts'
import { type RawBuilder, sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { announce } from '#domain/outbox/announce.ts'
import type { Compared } from './compare-with-catalogue.ts'
import type { CopyConnection } from './copy-connection.ts'
import { IMPORT_LIMITS } from './import-limits.ts'
import type { ImportRun } from './import-run.ts'
import { keepStagedManifest } from './keep-staged-manifest.ts'
import { hexOf } from './manifest.ts'
import { readRows } from './read-rows.ts'
import { repeatRepairs } from './repeat-repairs.ts'
import type { OpenFile, SniffedFile } from './sniff-file.ts'
import type { FailedRow, StagedFile } from './stage-file.ts'
import { writeFindings } from './write-findings.ts'
import { storableCell } from './storable-cell.ts'

interface Staging {
  copies: CopyConnection
  run: ImportRun
  state: Extract<ImportState, 'previewing' | 'applying'>
  staged: StagedFile
  compared: Compared
  sniffed: SniffedFile
  stored: OpenFile
  manifestVersion: bigint
  layout: Buffer
}

/** Writes down what was staged and found. An import that nobody has to agree to is on its way to be applied at once. */
export async function recordStaging(trx: Transaction<Database>, staging: Staging): Promise<void> {
  const { run, state, staged, sniffed, manifestVersion, layout, compared } = staging
  await trx.deleteFrom('importError').where('importId', '=', run.importId).execute()
  await writeFindings(trx, run.importId, staged.findings)
  await writeFailedRows(trx, run.importId, await allFailed(staging))
  await keepStagedManifest(staging.copies, {
    importId: run.importId,
    runToken: run.runToken,
    layout,
    change: staged.memory.toManifest(),
  })
  const goesOn = state === 'previewing' && run.autoApply && compared.brake === null
  await trx
    .updateTable('itemImport')
    .set({
      state: goesOn ? 'applying' : stateAfter(state, compared),
      brakeAcceptedAt: sql`CASE WHEN ${isAccepted(compared)} THEN brake_accepted_at END`,
      encoding: sniffed.encoding.encoding,
      delimiter: sniffed.dialect.delimiter,
      mapping: JSON.stringify(sniffed.mapping),
      counts: JSON.stringify(compared.counts),
      brake: compared.brake === null ? null : JSON.stringify(compared.brake),
      question: null,
      stagedToken: run.runToken,
      stagedManifest: manifestVersion,
    })
    .where('id', '=', run.importId)
    .execute()
  const { importId, supplierId, runToken } = run
  await repeatRepairs(trx, {
    importId,
    supplierId,
    runToken,
    mapping: sniffed.mapping,
    counts: { ...compared.counts },
  })
  if (goesOn)
    await announce(trx, 'import_apply', {
      key: `import:${run.importId}:apply`,
      payload: { importId: run.importId },
    })
}

/** A file read again on its way into the catalogue stops where it now asks for a second look that nobody took. */
function stateAfter(state: Staging['state'], { brake }: Pick<Compared, 'brake'>): RawBuilder<string> {
  if (state === 'previewing') return sql`'previewed'`
  return brake === null
    ? sql`'applying'`
    : sql`CASE WHEN ${isAccepted({ brake })} THEN 'applying' ELSE 'previewed' END`
}

/** A yes holds for the reasons it was given to: one that comes up only now was never looked at. */
function isAccepted({ brake }: Pick<Compared, 'brake'>): RawBuilder<boolean> {
  const reasons = (brake?.reasons ?? []).map(({ reason }) => ({ reason }))
  return sql<boolean>`(
    brake_accepted_at IS NOT NULL AND coalesce(brake->'reasons', '[]') @> ${JSON.stringify(reasons)}::jsonb)`
}

/** Rows that were refused only after they had been staged are read once more, for their cells as they stand in the file. */
async function allFailed({ staged, sniffed, stored }: Staging): Promise<FailedRow[]> {
  const failed = new Map(staged.failed.map(row => [row.line, row]))
  const lacking = new Set([...staged.errorLines].filter(line => !failed.has(line)))
  if (lacking.size === 0 || failed.size >= IMPORT_LIMITS.errorsKept) return [...failed.values()]
  for await (const rows of readRows(stored, sniffed, (_, line) => !lacking.has(line))) {
    for (const { line, raw, cells } of rows) if (cells) failed.set(line, { line, raw: hexOf(raw), cells })
  }
  return [...failed.values()].slice(0, IMPORT_LIMITS.errorsKept)
}

const ROWS_PER_STATEMENT = 2_000

/** Rows to mend. What was mended before stays mended where the row is still the same. */
async function writeFailedRows(
  trx: Transaction<Database>,
  importId: string,
  failed: FailedRow[],
): Promise<void> {
  const lines = failed.map(row => row.line)
  await sql`
    DELETE FROM import_failed_row WHERE import_id = ${importId} AND line <> ALL(${lines}::int[])
  `.execute(trx)
  for (let at = 0; at < failed.length; at += ROWS_PER_STATEMENT) {
    const batch = failed
      .slice(at, at + ROWS_PER_STATEMENT)
      .map(({ line, raw, cells }) => ({ line, raw, cells: cells.map(storableCell) }))
    await sql`
      INSERT INTO import_failed_row AS kept (import_id, line, cells, raw_hash)
      SELECT ${importId}::uuid, line, cells, decode(raw, 'hex')
      FROM jsonb_to_recordset(${JSON.stringify(batch)}::jsonb) AS row(line int, raw text, cells jsonb)
      ON CONFLICT (import_id, line) DO UPDATE SET cells = excluded.cells, raw_hash = excluded.raw_hash,
        state = CASE WHEN kept.raw_hash = excluded.raw_hash AND kept.state = 'skipped' THEN 'skipped' ELSE 'open' END,
        patched = CASE WHEN kept.raw_hash = excluded.raw_hash THEN kept.patched END
    `.execute(trx)
  }
}
