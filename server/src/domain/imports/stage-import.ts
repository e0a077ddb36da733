import type { ImportState } from '@haowu/shared/imports.ts'
import { readReportRules } from '#domain/inspection/report-rules.ts'
import { compareWithCatalogue } from './compare-with-catalogue.ts'
import { connectForCopy } from './copy-connection.ts'
import { type ImportDeps, type ImportRun, stillRuns } from './import-run.ts'
import { layoutHash, openManifest } from './manifest.ts'
import { nameColumnsOf } from './name-column.ts'
import { openStoredFile } from './open-stored-file.ts'
import { readReading } from './reading.ts'
import { recogniseErrorFile } from './recognise-error-file.ts'
import { recordStaging } from './record-staging.ts'
import { type Progress, reportProgress } from './report-progress.ts'
import { type OpenFile, readSniffed } from './sniff-file.ts'
import { stageFile } from './stage-file.ts'
import { dropOtherRuns, dropRun } from './staging-store.ts'

/**
 * Stages the rows of the import, compares them with the catalogue and writes what was found. Apply calls it too, when
 * what was staged no longer holds. Throws ImportStopped when the run is no longer wanted.
 */
export async function stageImport(
  deps: ImportDeps,
  started: ImportRun,
  state: Extract<ImportState, 'previewing' | 'applying'>,
): Promise<void> {
  const progress = reportProgress(deps.db, started)
  const rules = await readReportRules(deps.db)
  // Both take as long as a look at the file's beginning, and are there when it ends.
  const manifestOf = await openManifest(deps, started.supplierId)
  await using copies = await connectForCopy(deps.pool)
  const asSent = await readReading(deps.db, started)
  const stored = await openStoredFile(deps.files, { ...started, sheet: asSent.choices.sheet })
  const sent = { run: started, reading: asSent }
  const { run, reading } =
    state === 'previewing' ? await recogniseErrorFile(deps.db, { ...sent, stored }) : sent
  const read = await readSniffed(
    stored,
    async sniffed => {
      const layout = layoutHash(sniffed, rules)
      const manifest = await manifestOf(layout)
      const open = countingBytes(stored, { progress, bytes: run.bytes })
      const staged = await stageFile({ copies, open }, sniffed, { ...run, manifest, rules })
      return { sniffed, layout, manifestVersion: manifest.version, staged }
    },
    reading,
  )
  await progress.tell('comparing', { done: 0, total: read.staged.rows, rows: read.staged.rows })
  const recorded = await deps.db.transaction().execute(async trx => {
    if (!(await stillRuns(trx, run, state))) return false
    const nameColumn = nameColumnsOf(read.sniffed.mapping)
    const compared = await compareWithCatalogue(trx, run, { staged: read.staged, progress, nameColumn })
    await recordStaging(trx, { copies, run, state, compared, stored, ...read })
    return true
  })
  await (recorded ? dropOtherRuns(deps.db, run) : dropRun(deps.db, run))
}

/** The file as it is read, telling how far that is; the stop it may throw ends the reading. */
function countingBytes(open: OpenFile, { progress, bytes }: { progress: Progress; bytes: bigint }): OpenFile {
  return async function* counted() {
    const total = Number(bytes)
    let done = 0
    for await (const chunk of open()) {
      yield chunk
      done += chunk.length
      await progress.tell('reading', { done: Math.min(done, total), total, rows: 0 })
    }
  }
}
