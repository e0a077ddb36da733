import { type ImportCounts, type ImportState, NO_COUNTS } from '@haowu/shared/imports.ts'
import type { Database, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { readReportRules } from '#domain/inspection/report-rules.ts'
import { askSupplier, FileQuestion } from './file-question.ts'
import { type ImportDeps, type ImportRun, startRun, stillRuns } from './import-run.ts'
import { layoutHash, readManifest } from './manifest.ts'
import { openStoredFile } from './open-stored-file.ts'
import { readReading } from './reading.ts'
import { readSniffed, type SniffedFile } from './sniff-file.ts'
import { stageFile, type StagedFile } from './stage-file.ts'
import {
  countDiff,
  type DiffCounts,
  dropLines,
  dropOtherRuns,
  dropRun,
  dropUnchanged,
  hasItems,
  refuseByCatalogue,
  writeFindings,
} from './staging-store.ts'

/**
 * Reads the whole file and says what it would change, without changing anything: state `previewed` with exact counts, or
 * `asking` for what only a person can decide, or `failed` with the code of what is wrong with the file. Calling it again,
 * at once or after a kill, gives the same result.
 */
export async function previewImport(deps: ImportDeps, importId: string): Promise<void> {
  const run = await startRun(deps.db, { importId, from: ['uploaded', 'previewing'], to: 'previewing' })
  if (!run) return
  try {
    await stageImport(deps, run, 'previewing')
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    if (error instanceof FileQuestion && (await askSupplier(deps.db, run, error))) return
    await failImport(deps, run, error)
  }
}

/** Stages the rows of the import and writes what was found. Apply calls it too, when what was staged no longer holds. */
export async function stageImport(
  deps: ImportDeps,
  run: ImportRun,
  state: Extract<ImportState, 'previewing' | 'applying'>,
): Promise<void> {
  const open = await openStoredFile(deps.files, run.fileKey)
  const rules = await readReportRules(deps.db)
  const reading = await readReading(deps.db, run)
  const read = await readSniffed(
    open,
    async sniffed => {
      const layout = layoutHash(sniffed, rules)
      const manifest = await readManifest(deps.db, run.supplierId, layout)
      const staged = await stageFile({ pool: deps.pool, open }, sniffed, { ...run, manifest, rules })
      return { sniffed, layout, manifestVersion: manifest.version, staged }
    },
    reading,
  )
  const recorded = await deps.db.transaction().execute(async trx => {
    if (!(await stillRuns(trx, run, state))) return false
    const counts = await compareWithCatalogue(trx, run, read.staged)
    await recordStaging(trx, { run, state, counts, ...read })
    return true
  })
  await (recorded ? dropOtherRuns(deps.db, run) : dropRun(deps.db, run))
}

async function compareWithCatalogue(
  trx: Transaction<Database>,
  run: ImportRun,
  staged: StagedFile,
): Promise<ImportCounts> {
  await dropLines(trx, run, staged.takenBack)
  const stock = { ...run, hasItems: await hasItems(trx, run.supplierId) }
  if (stock.hasItems) await dropUnchanged(trx, run)
  const refused = stock.hasItems || staged.lacksIdentity ? await refuseByCatalogue(trx, stock) : []
  for (const finding of refused) {
    staged.findings.push(finding)
    staged.errorLines.add(finding.line)
    staged.memory.drop(finding.line)
  }
  const asWritten = !stock.hasItems && refused.length === 0 && staged.takenBack.length === 0
  const diff = asWritten ? allNew(staged) : await countDiff(trx, stock)
  const { rows, repeated, ignored, passedOver, warnings, errorLines } = staged
  const errors = errorLines.size
  const unchanged = rows - repeated - ignored - errors - diff.new - diff.changed
  return { ...NO_COUNTS, ...diff, rows, repeated, ignored, passedOver, warnings, errors, unchanged }
}

/** A supplier's first file without a row taken back is what was written, and need not be counted again. */
function allNew({ written, writtenReports }: StagedFile): DiffCounts {
  return { new: written, changed: 0, priceUp: 0, priceDown: 0, withReport: writtenReports }
}

interface Staging {
  run: ImportRun
  state: ImportState
  staged: StagedFile
  sniffed: SniffedFile
  manifestVersion: bigint
  layout: Buffer
  counts: ImportCounts
}

async function recordStaging(trx: Transaction<Database>, staging: Staging): Promise<void> {
  const { run, state, staged, sniffed, manifestVersion, layout, counts } = staging
  await trx.deleteFrom('importError').where('importId', '=', run.importId).execute()
  await writeFindings(trx, run.importId, staged.findings)
  const manifestDraft = {
    runToken: run.runToken,
    layoutHash: layout,
    recordHashes: staged.memory.toManifest(),
  }
  await trx
    .insertInto('importStagedManifest')
    .values({ importId: run.importId, ...manifestDraft })
    .onConflict(conflict => conflict.column('importId').doUpdateSet(manifestDraft))
    .execute()
  await trx
    .updateTable('itemImport')
    .set({
      state: state === 'previewing' ? 'previewed' : state,
      encoding: sniffed.encoding.encoding,
      delimiter: sniffed.dialect.delimiter,
      mapping: JSON.stringify(sniffed.mapping),
      counts: JSON.stringify(counts),
      stagedToken: run.runToken,
      stagedManifest: manifestVersion,
    })
    .where('id', '=', run.importId)
    .execute()
}

/** The file as a whole is refused: nothing of it stays but the answer. */
export async function failImport(
  deps: Pick<ImportDeps, 'db'>,
  run: ImportRun,
  { code, facts }: DomainError,
): Promise<void> {
  await deps.db
    .updateTable('itemImport')
    .set({ state: 'failed', errorCode: code, errorFacts: JSON.stringify(facts) })
    .where('id', '=', run.importId)
    .where('runToken', '=', run.runToken)
    .where('state', 'in', ['previewing', 'applying'])
    .execute()
  await dropRun(deps.db, run)
}
