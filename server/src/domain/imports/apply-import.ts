import type { ImportCounts } from '@haowu/shared/imports.ts'
import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { createReportSigner } from '#domain/inspection/sign-report.ts'
import { failImport } from './fail-import.ts'
import { finishImport, type Merged } from './finish-import.ts'
import { type ImportDeps, type ImportRun, startRun, stillRuns } from './import-run.ts'
import { letGoOfStock } from './let-go-of-stock.ts'
import { forgetManifest, readManifestVersion, writeManifest } from './manifest.ts'
import { countStaged, dropMerged, dropRest, type LineRange, type Merge, sliceStaged } from './staged-rows.ts'
import {
  type Conflict,
  insertNew,
  lockSupplierImports,
  takeOffMissing,
  takeOutConflicts,
  updateChanged,
} from './merge-store.ts'
import { mendParent } from './mend-parent.ts'
import { nameColumnsOf } from './name-column.ts'
import { publishStagedReports, type Refusal } from './publish-staged-reports.ts'
import { readMapping } from './read-mapping.ts'
import { type ReturnedRows, readReturnedRows } from './read-returned-rows.ts'
import { endProgress, ImportStopped, type Progress, reportProgress } from './report-progress.ts'
import { settleStoppedRun } from './settle-stop.ts'
import { stageImport } from './stage-import.ts'
import type { LineFinding } from './stage-file.ts'
import { hasItems } from './staging-store.ts'
import { writeFindings } from './write-findings.ts'

const MOST_RESTAGINGS = 3

/**
 * Puts a previewed file into the catalogue, in one transaction: new items, changed items with their history, what a full
 * file leaves out, signed reports, the manifest and the counters stand together or not at all. A held or sold item is
 * never changed; the row is told as a conflict. Calling it again, at once or after a kill, gives the same result; an
 * overtaken run changes nothing, and one that was asked to stop leaves the import as it was before.
 */
export async function applyImport(deps: ImportDeps, importId: string): Promise<void> {
  const run = await startRun(deps.db, { importId, from: ['applying'], to: 'applying' })
  if (!run) return
  try {
    const returned = await readReturnedRows(deps, run)
    for (let attempt = 0; attempt < MOST_RESTAGINGS; attempt++) {
      if (await isMerged(deps, { run, returned })) return
      await stageImport(deps, run, 'applying')
    }
    throw new Error(`import ${importId}: what was staged kept being overtaken`)
  } catch (error) {
    if (error instanceof ImportStopped) await settleStoppedRun(deps.db, run)
    else if (error instanceof DomainError) await failImport(deps.db, run, error)
    else throw error
  } finally {
    await endProgress(deps.db, run)
  }
}

/** What is staged is not what was compared: another import of the supplier came between, or a crash emptied the staging. */
class StagingIsStale extends Error {
  override name = 'StagingIsStale'
}

interface Merging {
  run: ImportRun
  returned: ReturnedRows | null
}

/** False when the file must be read again; nothing was changed then. */
async function isMerged(deps: ImportDeps, merging: Merging): Promise<boolean> {
  try {
    await deps.db.transaction().execute(trx => mergeImport(trx, deps, merging))
    return true
  } catch (error) {
    if (error instanceof StagingIsStale) return false
    throw error
  }
}

/** Throws StagingIsStale. */
async function mergeImport(
  trx: Transaction<Database>,
  deps: ImportDeps,
  { run, returned }: Merging,
): Promise<void> {
  // Ten thousand changed items with what they were before are held in memory, not in a file beside it.
  await sql`SELECT set_config('statement_timeout', '80s', true), set_config('random_page_cost', '1.1', true),
    set_config('work_mem', '32MB', true)`.execute(trx)
  await lockSupplierImports(trx, run.supplierId)
  if (!(await stillRuns(trx, run, 'applying'))) return
  const staging = await readStaging(trx, run)
  const progress = reportProgress(deps.db, run)
  const merged = await mergeRows(trx, { ...staging, progress })
  const refused =
    staging.counts.withReport > 0
      ? await publishStagedReports(trx, staging.merge, {
          signer: createReportSigner(deps.secrets.reportSigning),
          progress,
          total: staging.counts.withReport,
        })
      : []
  const left = [...merged.conflicts, ...refused]
  if (left.length > 0) {
    const skuColumn = nameColumnsOf(await readMapping(trx, run))('sku')
    await writeFindings(
      trx,
      run.importId,
      left.map(each => findingOf(each, skuColumn)),
    )
  }
  if (staging.round === 'first')
    await writeManifest(trx, {
      supplierId: run.supplierId,
      importId: run.importId,
      without: left.map(({ rawHash }) => rawHash),
    })
  else await forgetManifest(trx, run.supplierId)
  await letGoOfStock(trx, run)
  await dropRest(trx, staging.merge, staging.counts.withReport)
  await finishImport(trx, { run, ...staging, merged, conflicts: left.length + merged.held })
  if (returned) await mendParent(trx, run, returned)
}

interface Staging {
  merge: Merge
  slices: LineRange[]
  /** How many rows stand staged; counted only of those that were mended, or every page of a large file would be read for it. */
  rows: number
  counts: ImportCounts
  /** `mended`: the file was applied before, and what stands staged are rows that were mended since. */
  round: 'first' | 'mended'
}

async function readStaging(trx: Transaction<Database>, run: ImportRun): Promise<Staging> {
  const staged = await trx
    .selectFrom('itemImport')
    .leftJoin('importStagedManifest', 'importStagedManifest.importId', 'itemImport.id')
    .select(['stagedToken', 'stagedManifest', 'counts', 'appliedAt', 'importStagedManifest.runToken'])
    .where('id', '=', run.importId)
    .executeTakeFirstOrThrow()
  const counts = staged.counts as unknown as ImportCounts
  if (staged.stagedToken === null) throw new StagingIsStale()
  const merge = { ...run, stagedToken: staged.stagedToken, hasItems: await hasItems(trx, run.supplierId) }
  const round = staged.appliedAt === null ? 'first' : 'mended'
  if (round === 'first' && staged.runToken !== staged.stagedToken) throw new StagingIsStale()
  if (round === 'first' && staged.stagedManifest !== (await readManifestVersion(trx, run.supplierId)))
    throw new StagingIsStale()
  const rows = round === 'first' ? counts.new + counts.changed : await countStaged(trx, merge)
  return { merge, slices: await sliceStaged(trx, merge, rows), rows, counts, round }
}

async function mergeRows(
  trx: Transaction<Database>,
  { merge, slices, rows: total, counts, progress, round }: Staging & { progress: Progress },
): Promise<Merged> {
  await progress.tell('merging', { done: 0, total })
  const conflicts = merge.hasItems ? await takeOutConflicts(trx, merge) : []
  const merged: Merged = { new: 0, changed: 0, missing: 0, held: 0, conflicts }
  for (const range of slices) {
    await progress.tell('merging', { done: merged.new + merged.changed, total })
    if (merge.hasItems) merged.changed += await updateChanged(trx, merge, range)
    if (counts.new > 0 || round === 'mended') merged.new += await insertNew(trx, merge, range)
    await dropMerged(trx, merge, range)
  }
  if (round === 'first' && merged.new + merged.changed + conflicts.length !== total)
    throw new StagingIsStale()
  if (merge.mode === 'full' && round === 'first') Object.assign(merged, await takeOffMissing(trx, merge))
  await progress.tell('merging', { done: total, total })
  return merged
}

function findingOf({ line, sku, code, facts = {} }: Conflict | Refusal, column: string): LineFinding {
  return { line, sku, code, severity: 'conflict', column, value: sku, facts }
}
