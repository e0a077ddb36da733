import type { ImportCounts, RowCode } from '@haowu/shared/imports.ts'
import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { publishReports } from '#domain/inspection/publish-report.ts'
import { readReportRules } from '#domain/inspection/report-rules.ts'
import { createReportSigner, type ReportSigner } from '#domain/inspection/sign-report.ts'
import { type ImportDeps, type ImportRun, startRun, stillRuns } from './import-run.ts'
import { readManifestVersion, writeManifest } from './manifest.ts'
import {
  countStaged,
  insertNew,
  lockSupplierImports,
  type Merge,
  readQuarantined,
  readReportRows,
  takeOutConflicts,
  updateChanged,
} from './merge-store.ts'
import { failImport, stageImport } from './preview-import.ts'
import type { LineFinding } from './stage-file.ts'
import { hasItems, writeFindings } from './staging-store.ts'

const REPORTS_PER_BATCH = 2_000
const MOST_RESTAGINGS = 3

/**
 * Puts a previewed file into the catalogue, in one transaction: new items, changed items with their history, signed
 * reports, the manifest and the counters stand together or not at all. A held or sold item is never changed; the row is
 * told as a conflict. Calling it again, at once or after a kill, gives the same result; an overtaken run changes nothing.
 */
export async function applyImport(deps: ImportDeps, importId: string): Promise<void> {
  const run = await startRun(deps.db, { importId, from: ['applying'], to: 'applying' })
  if (!run) return
  try {
    for (let attempt = 0; attempt < MOST_RESTAGINGS; attempt++) {
      const outcome = await deps.db.transaction().execute(trx => mergeImport(trx, deps, run))
      if (outcome === 'done') return
      await stageImport(deps, run, 'applying')
    }
    throw new Error(`import ${importId}: what was staged kept being overtaken`)
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    await failImport(deps, run, error)
  }
}

/** `stale`: another import of the supplier came between, or a crash emptied the staging; the file must be read again. */
async function mergeImport(
  trx: Transaction<Database>,
  { secrets }: ImportDeps,
  run: ImportRun,
): Promise<'done' | 'stale'> {
  await sql`SELECT set_config('statement_timeout', '80s', true), set_config('random_page_cost', '1.1', true)`.execute(
    trx,
  )
  await lockSupplierImports(trx, run.supplierId)
  if (!(await stillRuns(trx, run, 'applying'))) return 'done'
  const staging = await readStaging(trx, run)
  if (!staging) return 'stale'
  const { merge, counts } = staging
  const conflicts = merge.hasItems ? await takeOutConflicts(trx, merge) : []
  const changed = merge.hasItems ? await updateChanged(trx, merge) : 0
  const inserted = await insertNew(trx, merge)
  const signer = createReportSigner(secrets.reportSigning)
  const refused = counts.withReport > 0 ? await publishStagedReports(trx, merge, signer) : []
  const findings = [
    ...conflicts.map(conflict => findingOf(conflict)),
    ...refused.map(refusal => findingOf(refusal)),
  ]
  await writeFindings(trx, run.importId, findings)
  await writeManifest(trx, {
    supplierId: run.supplierId,
    importId: run.importId,
    without: [...conflicts, ...refused].map(({ rawHash }) => rawHash),
  })
  await finish(trx, run, { ...counts, new: inserted, changed, conflicts: findings.length })
  return 'done'
}

interface Staging {
  merge: Merge
  counts: ImportCounts
}

async function readStaging(trx: Transaction<Database>, run: ImportRun): Promise<Staging | null> {
  const staged = await trx
    .selectFrom('itemImport')
    .leftJoin('importStagedManifest', 'importStagedManifest.importId', 'itemImport.id')
    .select(['stagedToken', 'stagedManifest', 'counts', 'importStagedManifest.runToken'])
    .where('id', '=', run.importId)
    .executeTakeFirstOrThrow()
  if (staged.stagedToken === null || staged.runToken !== staged.stagedToken) return null
  if (staged.stagedManifest !== (await readManifestVersion(trx, run.supplierId))) return null
  const merge = { ...run, stagedToken: staged.stagedToken, hasItems: await hasItems(trx, run.supplierId) }
  const counts = staged.counts as unknown as ImportCounts
  if ((await countStaged(trx, merge)) !== counts.new + counts.changed) return null
  return { merge, counts }
}

interface Refusal {
  line: number
  sku: string
  code: RowCode
  rawHash: string
}

/** Signs and publishes in batches; what the whole catalogue refuses (a number or piece on offer elsewhere) is told. */
async function publishStagedReports(
  trx: Transaction<Database>,
  merge: Merge,
  signer: ReportSigner,
): Promise<Refusal[]> {
  const rules = await readReportRules(trx)
  const refusals: Refusal[] = []
  for (let afterLine = 0; ; ) {
    const rows = await readReportRows(trx, merge, { afterLine, limit: REPORTS_PER_BATCH })
    const last = rows.at(-1)
    if (!last) return refusals
    afterLine = last.line
    const drafts = rows.map(row => row.draft)
    const outcomes = new Map(
      (await publishReports(trx, { drafts, signer, rules })).map(({ itemId, outcome }) => [itemId, outcome]),
    )
    const quarantined = await readQuarantined(
      trx,
      drafts.map(draft => draft.itemId),
    )
    for (const { line, sku, rawHash, draft } of rows) {
      const outcome = outcomes.get(draft.itemId)
      if (quarantined.has(draft.itemId)) refusals.push({ line, sku, rawHash, code: 'IDENTITY_TAKEN' })
      else if (outcome !== 'published' && outcome !== 'unchanged') {
        refusals.push({ line, sku, rawHash, code: 'REPORT_NUMBER_TAKEN' })
      }
    }
  }
}

function findingOf({ line, sku, code }: Refusal): LineFinding {
  return { line, sku, code, severity: 'conflict', column: '商家编码', value: sku, facts: {} }
}

async function finish(trx: Transaction<Database>, run: ImportRun, counts: ImportCounts): Promise<void> {
  await trx
    .updateTable('itemImport')
    .set({ state: 'applied', appliedAt: sql`app_now()`, counts: JSON.stringify(counts) })
    .where('id', '=', run.importId)
    .execute()
  await trx.deleteFrom('importRow').where('importId', '=', run.importId).execute()
  await trx.deleteFrom('importStagedManifest').where('importId', '=', run.importId).execute()
}
