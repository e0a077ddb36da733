import type { ImportCounts, RowCode } from '@haowu/shared/imports.ts'
import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { readReportRules } from '#domain/inspection/report-rules.ts'
import { type CheckedRow, compileRowCheck } from './check-row.ts'
import { mendedCells, readFailedRows, type StoredFailedRow } from './failed-row.ts'
import { IMPORT_LIMITS } from './import-limits.ts'
import { readMappingMemory } from './mapping-memory.ts'
import { nameColumnsOf } from './name-column.ts'
import { type RepairScope, saveCounts } from './repair-scope.ts'
import { severityOf } from './row-finding.ts'
import { stageMendedRows } from './stage-mended-rows.ts'
import type { LineFinding } from './stage-file.ts'
import { countDiff, dropLines, hasItems, judgeByCatalogue } from './staging-store.ts'
import { writeFindings } from './write-findings.ts'

/**
 * Judges rows anew by the same check, the same file and the same catalogue as the preview did. Those that are good now
 * stand staged beside the others, the findings of the rest say what is still wrong, and the counts are exact again. Rows
 * that clashed with one of these are judged with them. Returns the lines that were looked at.
 */
export async function rejudgeRows(
  trx: Transaction<Database>,
  scope: RepairScope,
  lines: number[],
): Promise<number[]> {
  const all = await withPartners(trx, scope, lines)
  const stock = { ...scope, lines: all, hasItems: await hasItems(trx, scope.supplierId) }
  const before = await tally(trx, scope, all)
  const diffBefore = (await countDiff(trx, stock)).counts
  await dropLines(trx, scope, all)
  const rows = await readFailedRows(trx, scope, all)
  const { good, findings } = await judge(trx, scope, rows)
  await stageMendedRows(trx, scope, good)
  findings.push(...(await judgeByCatalogue(trx, stock, nameColumnsOf(scope.mapping))))
  const bad = new Set(findings.filter(({ severity }) => severity === 'error').map(({ line }) => line))
  await dropLines(trx, scope, [...bad])
  await recordJudgement(trx, scope, { rows, bad, findings })
  const diffAfter = (await countDiff(trx, stock)).counts
  const after = await tally(trx, scope, all)
  Object.assign(scope.counts, moveCounts(scope.counts, { before, after, diffBefore, diffAfter }))
  await saveCounts(trx, scope)
  return all
}

/** Rows that name one of these lines as the one they clash with, or are named by it; their clash may be over, or new. */
async function withPartners(
  trx: Transaction<Database>,
  { importId }: RepairScope,
  lines: number[],
): Promise<number[]> {
  const { rows } = await sql<{ line: number }>`
    SELECT line FROM import_error
    WHERE import_id = ${importId} AND facts ? 'otherLine' AND (facts->>'otherLine')::int = ANY(${lines}::int[])
    UNION
    SELECT (facts->>'otherLine')::int FROM import_error
    WHERE import_id = ${importId} AND facts ? 'otherLine' AND line = ANY(${lines}::int[])
  `.execute(trx)
  return [...new Set([...lines, ...rows.map(row => row.line)])]
}

export interface GoodRow {
  line: number
  row: CheckedRow
}

async function judge(
  trx: Transaction<Database>,
  scope: RepairScope,
  rows: StoredFailedRow[],
): Promise<{ good: GoodRow[]; findings: LineFinding[] }> {
  const { words } = await readMappingMemory(trx, scope.supplierId)
  const checkRow = compileRowCheck(scope.mapping, await readReportRules(trx), words)
  const good: GoodRow[] = []
  const findings: LineFinding[] = []
  for (const stored of rows) {
    if (stored.state === 'skipped') continue
    const { row, findings: found } = checkRow(mendedCells(stored))
    const sku = row?.sku ?? ''
    findings.push(
      ...found.slice(0, IMPORT_LIMITS.errorsPerRow).map(each => ({ ...each, line: stored.line, sku })),
    )
    if (row) good.push({ line: stored.line, row })
  }
  findings.push(...(await findClashes(trx, scope, good)))
  return { good, findings }
}

/** A code or a number on a piece stands once in a file, among these rows and those that are staged already. */
async function findClashes(
  trx: Transaction<Database>,
  { importId, runToken, mapping }: RepairScope,
  good: GoodRow[],
): Promise<LineFinding[]> {
  const skus = good.map(({ row }) => row.sku)
  const identities = good.flatMap(({ row }) => row.identity ?? [])
  const { rows: staged } = await sql<{ line: number; sku: string; identity: string | null }>`
    SELECT line, supplier_sku AS sku, identity FROM import_row
    WHERE import_id = ${importId} AND run_token = ${runToken}
      AND (supplier_sku = ANY(${skus}::text[]) OR identity = ANY(${identities}::text[]))
  `.execute(trx)
  const taken = [...staged, ...good.map(({ line, row: { sku, identity } }) => ({ line, sku, identity }))]
  const bySku = Map.groupBy(taken, each => each.sku)
  const byIdentity = Map.groupBy(taken, each => each.identity)
  const nameColumn = nameColumnsOf(mapping)
  return good.flatMap(({ line, row: { sku, identity } }) => {
    const clash = (
      code: RowCode,
      [field, value]: [string, string],
      others: { line: number }[] | undefined,
    ) => {
      const other = others?.find(each => each.line !== line)
      if (!other) return []
      const facts = { otherLine: other.line }
      return [{ line, sku, code, severity: severityOf(code), column: nameColumn(field), value, facts }]
    }
    const numbered = identity?.startsWith('IMEI') ? 'imei' : 'serial'
    return [
      ...clash('DUPLICATE_SKU', ['sku', sku], bySku.get(sku)),
      ...(identity === null
        ? []
        : clash('DUPLICATE_IDENTITY', [numbered, identity], byIdentity.get(identity))),
    ]
  })
}

interface Judgement {
  rows: StoredFailedRow[]
  bad: Set<number>
  findings: LineFinding[]
}

async function recordJudgement(
  trx: Transaction<Database>,
  { importId }: RepairScope,
  { rows, bad, findings }: Judgement,
): Promise<void> {
  const lines = rows.map(row => row.line)
  const fixed = rows.filter(({ line, state }) => state !== 'skipped' && !bad.has(line)).map(row => row.line)
  await sql`
    DELETE FROM import_error WHERE import_id = ${importId} AND line = ANY(${lines}::int[])
  `.execute(trx)
  await writeFindings(trx, importId, findings)
  await sql`
    UPDATE import_failed_row SET state = CASE WHEN line = ANY(${fixed}::int[]) THEN 'fixed' ELSE 'open' END
    WHERE import_id = ${importId} AND line = ANY(${lines}::int[]) AND state <> 'skipped'
  `.execute(trx)
}

interface Tally {
  open: number
  fixed: number
  skipped: number
  warnings: number
}

async function tally(trx: Transaction<Database>, { importId }: RepairScope, lines: number[]): Promise<Tally> {
  const { rows } = await sql<Tally>`
    SELECT count(*) FILTER (WHERE state = 'open')::int AS open, count(*) FILTER (WHERE state = 'fixed')::int AS fixed,
      count(*) FILTER (WHERE state = 'skipped')::int AS skipped,
      (SELECT count(*)::int FROM import_error WHERE import_id = ${importId} AND line = ANY(${lines}::int[])
        AND severity = 'warning') AS warnings
    FROM import_failed_row WHERE import_id = ${importId} AND line = ANY(${lines}::int[])
  `.execute(trx)
  return rows[0] ?? { open: 0, fixed: 0, skipped: 0, warnings: 0 }
}

type DiffCounts = Pick<ImportCounts, 'new' | 'changed' | 'priceUp' | 'priceDown' | 'withReport' | 'returned'>

interface Moves {
  before: Tally
  after: Tally
  diffBefore: DiffCounts
  diffAfter: DiffCounts
}

/** What changed for these rows, added to the counts of the whole file. */
function moveCounts(counts: ImportCounts, { before, after, diffBefore, diffAfter }: Moves): ImportCounts {
  const moved = (name: keyof DiffCounts) => counts[name] + diffAfter[name] - diffBefore[name]
  const errors = counts.errors + after.open - before.open
  const skipped = counts.skipped + after.skipped - before.skipped
  const [isNew, changed] = [moved('new'), moved('changed')]
  const placed = isNew + changed + errors + skipped + counts.repeated + counts.ignored
  return {
    ...counts,
    new: isNew,
    changed,
    priceUp: moved('priceUp'),
    priceDown: moved('priceDown'),
    withReport: moved('withReport'),
    returned: moved('returned'),
    errors,
    skipped,
    fixed: counts.fixed + after.fixed - before.fixed,
    warnings: Math.max(0, counts.warnings + after.warnings - before.warnings),
    unchanged: counts.rows - placed,
  }
}
