import { type ImportBrake, type ImportCounts, NO_COUNTS } from '@haowu/shared/imports.ts'
import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import { adoptStock } from './adopt-stock.ts'
import { computeMissing, countLive } from './compute-missing.ts'
import { findUnnamedStock } from './let-go-of-stock.ts'
import { findNotAdmitted } from './find-not-admitted.ts'
import type { ImportRun } from './import-run.ts'
import { judgeBrake, liveThatSettles } from './judge-brake.ts'
import type { NameColumn } from './name-column.ts'
import type { Progress } from './report-progress.ts'
import type { StagedFile } from './stage-file.ts'
import {
  countDiff,
  countForeignPieces,
  type Diff,
  dropLines,
  hasItems,
  judgeByCatalogue,
  tellJump,
} from './staging-store.ts'

export interface Compared {
  counts: ImportCounts
  brake: ImportBrake | null
}

const STEPS = 5

/** Says what the staged rows would change, leaves those staged that would, and whether it asks for a second look. */
export async function compareWithCatalogue(
  trx: Transaction<Database>,
  run: ImportRun,
  { staged, progress, nameColumn }: { staged: StagedFile; progress: Progress; nameColumn: NameColumn },
): Promise<Compared> {
  // Each step is one statement over all rows; between them it is seen whether anybody still wants the answer.
  let step = 0
  const next = () =>
    progress.tell('comparing', {
      done: Math.floor((staged.rows * ++step) / STEPS),
      total: staged.rows,
      rows: staged.rows,
    })
  // Every look here is one into an index that is mostly in memory; a catalogue loaded a minute ago is believed to be small,
  // and would be read from end to end beside everybody else's.
  // Workers take longer to start than most of these looks take, and the processors are busy with reading files.
  await sql`SELECT set_config('random_page_cost', '1.1', true), set_config('enable_seqscan', 'off', true),
    set_config('max_parallel_workers_per_gather', '0', true)`.execute(trx)
  await dropLines(trx, run, staged.takenBack)
  const stock = { ...run, hasItems: await hasItems(trx, run.supplierId) }
  if (stock.hasItems && run.feedSourceId) await adoptStock(trx, run)
  await next()
  const asksCatalogue = stock.hasItems || staged.needsCatalogue
  const refused = asksCatalogue ? await judgeByCatalogue(trx, stock, nameColumn) : []
  for (const finding of refused) {
    staged.findings.push(finding)
    staged.errorLines.add(finding.line)
    staged.memory.drop(finding.line)
  }
  await next()
  const asWritten = !stock.hasItems && refused.length === 0 && staged.takenBack.length === 0
  const diff = asWritten ? allNew(staged) : await countDiff(trx, stock)
  await next()
  const jumps = diff.jumps.map(jump => tellJump(jump, nameColumn))
  const notAdmitted = await findNotAdmitted(trx, run, nameColumn)
  staged.findings.push(...jumps, ...notAdmitted)
  staged.warnings += jumps.length + notAdmitted.length
  await next()
  const missing = await missingOf(trx, run, staged)
  const counts = { ...countsOf(staged, diff), missing }
  return { counts, brake: await brakeOf(trx, stock, { counts, diff }) }
}

/** A supplier's first file without a row taken back is what was written, and need not be counted again. */
function allNew({ written, writtenReports }: StagedFile): Diff {
  const counts = {
    new: written,
    changed: 0,
    priceUp: 0,
    priceDown: 0,
    withReport: writtenReports,
    returned: 0,
  }
  return { counts, medianRatio: null, hundredfold: 0, soldOut: 0, takenOff: 0, jumps: [] }
}

function countsOf(staged: StagedFile, { counts: diff }: Diff): ImportCounts {
  const { rows, repeated, ignored, passedOver, warnings, errorLines, nameless } = staged
  const errors = errorLines.size
  const unchanged = rows - repeated - ignored - errors - diff.new - diff.changed
  return { ...NO_COUNTS, ...diff, rows, repeated, ignored, passedOver, warnings, errors, unchanged, nameless }
}

/** A file with a row that does not say which item it is about cannot say either what it leaves out. */
async function missingOf(trx: Transaction<Database>, run: ImportRun, staged: StagedFile): Promise<number> {
  if (staged.nameless > 0) return 0
  if (run.mode !== 'full') {
    if (run.feedSourceId) await findUnnamedStock(trx, run, sku => staged.memory.names(sku))
    return 0
  }
  if (staged.rows === staged.ignored) throw new DomainError('no_rows')
  return computeMissing(trx, run, sku => staged.memory.names(sku))
}

/** Weighed whoever sent it: of a bulk change five pieces are shown before, and a slip of a finger is as dear as one in a file. */
async function brakeOf(
  trx: Transaction<Database>,
  run: ImportRun & { hasItems: boolean },
  { counts, diff }: { counts: ImportCounts; diff: Diff },
): Promise<ImportBrake | null> {
  const { value: bounds } = await readRule(trx, 'import_brake')
  const foreign =
    counts.new > 0
      ? await countForeignPieces(trx, run, bounds.foreignLookedAt)
      : { newPieces: 0, foreignPieces: 0 }
  const { medianRatio, hundredfold, soldOut, takenOff } = diff
  const lastFullRows = run.mode === 'full' ? await readLastFullRows(trx, run) : null
  const facts = { counts, medianRatio, hundredfold, soldOut, takenOff, lastFullRows, ...foreign }
  // Counting all that is live takes as long as reading an unchanged file, so it is done only where it will be told.
  const enough = run.hasItems ? liveThatSettles(facts, bounds) : 0
  const live = enough > 0 ? await countLive(trx, run, enough) : 0
  const brake = judgeBrake({ ...facts, live }, bounds)
  return brake && enough > 0 && live === enough
    ? judgeBrake({ ...facts, live: await countLive(trx, run) }, bounds)
    : brake
}

async function readLastFullRows(
  trx: Transaction<Database>,
  { supplierId, feedSourceId }: ImportRun,
): Promise<number | null> {
  const { rows } = await sql<{ rows: number }>`
    SELECT (counts->>'rows')::int AS rows FROM item_import
    WHERE supplier_id = ${supplierId} AND mode = 'full' AND state = 'applied'
      AND feed_source_id IS NOT DISTINCT FROM ${feedSourceId}
    ORDER BY applied_at DESC LIMIT 1
  `.execute(trx)
  return rows[0]?.rows ?? null
}
