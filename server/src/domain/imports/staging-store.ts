import { type RawBuilder, sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import type { ImportRun } from './import-run.ts'
import { noItem, ownItem } from './own-item.ts'
import type { LineFinding } from './stage-file.ts'

/** Categories whose pieces are told apart by a number on them, which a new row must therefore give. */
const IDENTITY_NEEDED = {
  IMEI_MISSING: ['phone', 'tablet'],
  SERIAL_MISSING: ['luxury_bag', 'watch'],
} as const

/** A supplier's very first file need not be compared with anything. */
export type RunOverStock = ImportRun & { hasItems: boolean }

const staged = ({ importId, runToken }: Pick<ImportRun, 'importId' | 'runToken'>): RawBuilder<boolean> =>
  sql<boolean>`row.import_id = ${importId} AND row.run_token = ${runToken}`

/** The row changes nothing: read alike last time, or every value it gives already stands. Null leaves what stands. */
const saysNothingNew: RawBuilder<boolean> = sql<boolean>`(
  item.row_hash = row.row_hash
  OR (
    item.category_code = row.category_code AND item.title = row.title AND item.price_fen = row.price_fen
    AND coalesce(row.brand, item.brand, '') = coalesce(item.brand, '')
    AND coalesce(row.model, item.model, '') = coalesce(item.model, '')
    AND coalesce(row.identity, item.identity, '') = coalesce(item.identity, '')
    AND coalesce(row.qty, item.qty) = item.qty
    AND coalesce(row.ship_from, item.ship_from, '') = coalesce(item.ship_from, '')
    AND item.spec @> coalesce(row.spec, '{}') AND item.extra @> coalesce(row.extra, '{}')
    AND coalesce(row.photos, item.photos) = item.photos
    AND (row.report IS NULL OR EXISTS (
      SELECT FROM report WHERE report.id = item.report_id AND report.state = 'published'
        AND report.expires_at > app_now() AND report.content @> row.report
    ))
  )
)`

/** Rows that an earlier or overtaken run of this import left behind. */
export async function dropOtherRuns(db: Db, { importId, runToken }: ImportRun): Promise<void> {
  if (runToken === 1n) return
  await sql`DELETE FROM import_row WHERE import_id = ${importId} AND run_token <> ${runToken}`.execute(db)
}

/** What this run staged itself, when it was overtaken or its file refused. */
export async function dropRun(db: Db, { importId, runToken }: ImportRun): Promise<void> {
  await sql`DELETE FROM import_row WHERE import_id = ${importId} AND run_token = ${runToken}`.execute(db)
}

export async function dropLines(trx: Transaction<Database>, run: ImportRun, lines: number[]): Promise<void> {
  if (lines.length === 0) return
  await sql`DELETE FROM import_row AS row WHERE ${staged(run)} AND row.line = ANY(${lines}::int[])`.execute(
    trx,
  )
}

export async function hasItems(db: Db, supplierId: string): Promise<boolean> {
  const row = await db
    .selectFrom('item')
    .select('id')
    .where('supplierId', '=', supplierId)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Takes out the rows that would change nothing. */
export async function dropUnchanged(trx: Transaction<Database>, run: ImportRun): Promise<void> {
  await sql`
    DELETE FROM import_row AS row
    WHERE ${staged(run)} AND EXISTS (SELECT FROM (SELECT) AS once CROSS JOIN ${ownItem(run.supplierId)} WHERE ${saysNothingNew})
  `.execute(trx)
}

/** A row that only the catalogue can judge: a new piece without its number, or a SKU that now names another piece. */
export async function refuseByCatalogue(
  trx: Transaction<Database>,
  run: RunOverStock,
): Promise<LineFinding[]> {
  const { rows } = await sql<{
    line: number
    sku: string
    code: 'IMEI_MISSING' | 'SERIAL_MISSING' | 'IDENTITY_CHANGED'
    value: string
  }>`
    SELECT row.line, row.supplier_sku AS sku, coalesce(row.identity, '') AS value,
      CASE
        WHEN item.identity IS NOT NULL THEN 'IDENTITY_CHANGED'
        WHEN row.category_code = ANY(${[...IDENTITY_NEEDED.IMEI_MISSING]}::text[]) THEN 'IMEI_MISSING'
        ELSE 'SERIAL_MISSING'
      END AS code
    FROM import_row AS row
    LEFT JOIN ${run.hasItems ? ownItem(run.supplierId) : noItem} ON true
    WHERE ${staged(run)} AND (
      (row.identity IS NULL AND item.identity IS NULL
        AND row.category_code = ANY(${Object.values(IDENTITY_NEEDED).flat()}::text[]))
      OR row.identity <> item.identity
    )
    ORDER BY row.line
  `.execute(trx)
  await dropLines(
    trx,
    run,
    rows.map(row => row.line),
  )
  return rows.map(({ line, sku, code, value }) => ({
    line,
    sku,
    code,
    value,
    severity: 'error',
    column: code === 'SERIAL_MISSING' ? '序列号' : 'IMEI',
    facts: {},
  }))
}

export interface DiffCounts {
  new: number
  changed: number
  priceUp: number
  priceDown: number
  withReport: number
}

export async function countDiff(trx: Transaction<Database>, run: RunOverStock): Promise<DiffCounts> {
  const { rows } = await sql<DiffCounts>`
    SELECT count(*) FILTER (WHERE item.id IS NULL)::int AS new, count(item.id)::int AS changed,
      count(*) FILTER (WHERE row.price_fen > item.price_fen)::int AS price_up,
      count(*) FILTER (WHERE row.price_fen < item.price_fen)::int AS price_down,
      count(row.report)::int AS with_report
    FROM import_row AS row
    LEFT JOIN ${run.hasItems ? ownItem(run.supplierId) : noItem} ON true
    WHERE ${staged(run)}
  `.execute(trx)
  const [counts] = rows
  if (!counts) throw new Error('counting gave no row')
  return counts
}

const FINDINGS_PER_STATEMENT = 5_000

export async function writeFindings(
  trx: Transaction<Database>,
  importId: string,
  findings: LineFinding[],
): Promise<void> {
  for (let at = 0; at < findings.length; at += FINDINGS_PER_STATEMENT) {
    const batch = JSON.stringify(findings.slice(at, at + FINDINGS_PER_STATEMENT))
    await sql`
      INSERT INTO import_error (import_id, line, column_name, code, severity, supplier_sku, value, facts)
      SELECT ${importId}::uuid, line, "column", code, severity, sku, value, facts
      FROM jsonb_to_recordset(${batch}::jsonb) AS finding(line int, "column" text, code text, severity text, sku text,
        value text, facts jsonb)
      ON CONFLICT DO NOTHING
    `.execute(trx)
  }
}
