import { formatYuan } from '@haowu/shared/money.ts'
import { type RawBuilder, sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { standing } from '#domain/catalog/item-states.ts'
import type { ImportRun } from './import-run.ts'
import { noItem, ownItem } from './own-item.ts'
import { comesBack, emptiesSomething, goesOff } from './row-effects.ts'
import type { NameColumn } from './name-column.ts'
import type { LineFinding } from './stage-file.ts'

/** Categories whose pieces are told apart by a number on them, which a new row must therefore give. */
const IDENTITY_NEEDED = {
  IMEI_MISSING: ['phone', 'tablet'],
  SERIAL_MISSING: ['luxury_bag', 'watch'],
} as const

/** A supplier's very first file need not be compared with anything. */
export type RunOverStock = StagedRows & { supplierId: string; hasItems: boolean }

/** All that a run staged, or of it the rows on these lines. */
type StagedRows = Pick<ImportRun, 'importId' | 'runToken'> & { lines?: number[] }

const staged = ({ importId, runToken, lines }: StagedRows): RawBuilder<boolean> =>
  lines === undefined
    ? sql<boolean>`row.import_id = ${importId} AND row.run_token = ${runToken}`
    : sql<boolean>`row.import_id = ${importId} AND row.run_token = ${runToken} AND row.line = ANY(${lines}::int[])`

/** The row changes nothing: read alike last time, or every value it gives already stands. Null leaves what stands. */
const saysNothingNew: RawBuilder<boolean> = sql<boolean>`(
  NOT ${comesBack} AND NOT ${goesOff} AND (
    item.row_hash = row.row_hash
    OR (
      coalesce(row.category_code, item.category_code) = item.category_code
      AND coalesce(row.title, item.title) = item.title AND coalesce(row.price_fen, item.price_fen) = item.price_fen
      AND coalesce(row.brand, item.brand, '') = coalesce(item.brand, '')
      AND coalesce(row.model, item.model, '') = coalesce(item.model, '')
      AND coalesce(row.identity, item.identity, '') = coalesce(item.identity, '')
      AND coalesce(row.qty, item.qty) = item.qty AND coalesce(row.stock_kind, item.stock_kind) = item.stock_kind
      AND coalesce(row.ship_from, item.ship_from, '') = coalesce(item.ship_from, '')
      AND item.spec @> coalesce(row.spec, '{}') AND item.extra @> coalesce(row.extra, '{}')
      AND coalesce(row.photos, item.photos) = item.photos
      AND (row.clears IS NULL OR NOT ${emptiesSomething})
      AND (row.report IS NULL OR EXISTS (
        SELECT FROM report WHERE report.id = item.report_id AND report.state = 'published'
          AND report.expires_at > app_now() AND report.content @> row.report
      ))
    )
  )
)`

/** Rows that an earlier or overtaken run of this import left behind. */
export async function dropOtherRuns(db: Db, { importId, runToken }: ImportRun): Promise<void> {
  if (runToken === 1n) return
  await sql`DELETE FROM import_row WHERE import_id = ${importId} AND run_token <> ${runToken}`.execute(db)
}

/** What this run staged itself, when it was overtaken or its file refused. */
export async function dropRun(
  db: Db,
  { importId, runToken }: Pick<ImportRun, 'importId' | 'runToken'>,
): Promise<void> {
  await sql`DELETE FROM import_row WHERE import_id = ${importId} AND run_token = ${runToken}`.execute(db)
}

export async function dropLines(trx: Transaction<Database>, run: StagedRows, lines: number[]): Promise<void> {
  if (lines.length === 0) return
  await sql`DELETE FROM import_row AS row WHERE ${staged(run)} AND row.line = ANY(${lines}::int[])`.execute(
    trx,
  )
}

/** Asked in the order of the index: a plan by how many items she is believed to have reads past everybody else's. */
export async function hasItems(db: Db, supplierId: string): Promise<boolean> {
  const row = await db
    .selectFrom('item')
    .select('id')
    .where('supplierId', '=', supplierId)
    .orderBy('supplierSku')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/**
 * Takes out the rows that would change nothing, and those that only the catalogue can refuse: a new piece without its
 * number, a SKU that now names another piece, and one that names no item at all where the row alone does not make one.
 * In one statement, because looking up an item of a large catalogue takes longer than judging it. Says which were refused.
 */
export async function judgeByCatalogue(
  trx: Transaction<Database>,
  run: RunOverStock,
  nameColumn: NameColumn,
): Promise<LineFinding[]> {
  const { rows } = await sql<{
    line: number
    sku: string
    verdict: keyof typeof FIELD_OF
    value: string
    qty: number | null
  }>`
    WITH judged AS MATERIALIZED (
      SELECT row.ctid AS place, row.line, row.supplier_sku AS sku, coalesce(row.identity, '') AS value, row.qty,
        CASE
          WHEN item.id IS NOT NULL AND ${saysNothingNew} THEN 'unchanged'
          WHEN ${namesNothing} THEN 'SKU_UNKNOWN'
          WHEN ${isManyOfOne} THEN 'QTY_UNIQUE'
          WHEN row.identity <> item.identity THEN 'IDENTITY_CHANGED'
          WHEN row.identity IS NOT NULL OR item.identity IS NOT NULL THEN NULL
          WHEN row.category_code = ANY(${[...IDENTITY_NEEDED.IMEI_MISSING]}::text[]) THEN 'IMEI_MISSING'
          WHEN row.category_code = ANY(${[...IDENTITY_NEEDED.SERIAL_MISSING]}::text[]) THEN 'SERIAL_MISSING'
        END AS verdict
      FROM import_row AS row
      LEFT JOIN ${run.hasItems ? ownItem(run.supplierId) : noItem} ON true
      WHERE ${staged(run)}
    ), dropped AS (
      DELETE FROM import_row AS row USING judged WHERE row.ctid = judged.place AND judged.verdict IS NOT NULL
    )
    SELECT line, sku, verdict, value, qty FROM judged WHERE verdict <> 'unchanged' ORDER BY line
  `.execute(trx)
  return rows.map(({ line, sku, verdict, value, qty }) => ({
    line,
    sku,
    code: verdict,
    value: verdict === 'SKU_UNKNOWN' ? sku : verdict === 'QTY_UNIQUE' ? String(qty) : value,
    severity: 'error',
    column: nameColumn(
      verdict === 'IDENTITY_CHANGED' && value.startsWith('SN:') ? 'serial' : FIELD_OF[verdict],
    ),
    facts: {},
  }))
}

const namesNothing = sql<boolean>`(item.id IS NULL
  AND (row.title IS NULL OR row.category_code IS NULL OR row.price_fen IS NULL OR row.withdraw IS TRUE))`

/** More than one of a unique piece: the row alone may not say which kind of goods its SKU is. */
const isManyOfOne = sql<boolean>`(
  coalesce(row.stock_kind, item.stock_kind, 'unique') = 'unique' AND coalesce(row.qty, item.qty, 1) > 1)`

const FIELD_OF = {
  QTY_UNIQUE: 'qty',
  SKU_UNKNOWN: 'sku',
  IDENTITY_CHANGED: 'imei',
  IMEI_MISSING: 'imei',
  SERIAL_MISSING: 'serial',
} as const

export interface DiffCounts {
  new: number
  changed: number
  priceUp: number
  priceDown: number
  withReport: number
  returned: number
}

export interface Diff {
  counts: DiffCounts
  medianRatio: number | null
  hundredfold: number
  soldOut: number
  /** Goods on sale that the file itself takes off. */
  takenOff: number
  /** Prices that move to more than three times, or less than a third of, what they were: the first of them, by line. */
  jumps: PriceJump[]
}

interface PriceJump {
  line: number
  sku: string
  /** In fen, before and after. */
  before: string
  after: string
}

const JUMPS_TOLD = 1_000

export async function countDiff(trx: Transaction<Database>, run: RunOverStock): Promise<Diff> {
  const { rows } = await sql<DiffCounts & Omit<Diff, 'counts'>>`
    SELECT count(*) FILTER (WHERE item.id IS NULL)::int AS new, count(item.id)::int AS changed,
      count(*) FILTER (WHERE row.price_fen > item.price_fen)::int AS price_up,
      count(*) FILTER (WHERE row.price_fen < item.price_fen)::int AS price_down,
      count(row.report)::int AS with_report,
      count(*) FILTER (WHERE ${comesBack})::int AS returned,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY row.price_fen::float8 / item.price_fen)
        FILTER (WHERE row.price_fen <> item.price_fen) AS median_ratio,
      count(*) FILTER (WHERE row.price_fen::float8 / item.price_fen BETWEEN 95 AND 105
        OR item.price_fen::float8 / row.price_fen BETWEEN 95 AND 105)::int AS hundredfold,
      count(*) FILTER (WHERE row.qty = 0 AND item.qty > 0)::int AS sold_out,
      count(*) FILTER (WHERE ${goesOff})::int AS taken_off,
      to_jsonb(coalesce((array_agg(jsonb_build_object('line', row.line, 'sku', row.supplier_sku,
          'before', item.price_fen::text, 'after', row.price_fen::text) ORDER BY row.line)
        FILTER (WHERE row.price_fen > item.price_fen * 3 OR row.price_fen * 3 < item.price_fen))[:${JUMPS_TOLD}::int], '{}')) AS jumps
    FROM import_row AS row
    LEFT JOIN ${run.hasItems ? ownItem(run.supplierId) : noItem} ON true
    WHERE ${staged(run)}
  `.execute(trx)
  const [found] = rows
  if (!found) throw new Error('counting gave no row')
  const { medianRatio, hundredfold, soldOut, takenOff, jumps, ...counts } = found
  return { counts, medianRatio, hundredfold, soldOut, takenOff, jumps }
}

/** Worth a look, no error. */
export function tellJump({ line, sku, ...prices }: PriceJump, nameColumn: NameColumn): LineFinding {
  const [before, after] = [formatYuan(BigInt(prices.before)), formatYuan(BigInt(prices.after))]
  return {
    line,
    sku,
    code: 'PRICE_JUMP',
    severity: 'warning',
    column: nameColumn('price'),
    value: after,
    facts: { before, after },
  }
}

/** New pieces among the first ones, and how many of those are on offer at another supplier: a file of the wrong account. */
export async function countForeignPieces(
  trx: Transaction<Database>,
  run: ImportRun,
  lookedAt: number,
): Promise<{ newPieces: number; foreignPieces: number }> {
  const { rows } = await sql<{ newPieces: number; foreignPieces: number }>`
    SELECT count(*)::int AS new_pieces, count(*) FILTER (WHERE EXISTS (
      SELECT FROM item AS other WHERE other.identity = row.identity AND other.supplier_id <> ${run.supplierId}
        AND other.state IN ${standing}
    ))::int AS foreign_pieces
    FROM (SELECT row.identity FROM import_row AS row WHERE ${staged(run)} AND row.identity IS NOT NULL
      LIMIT ${lookedAt}) AS row
  `.execute(trx)
  return rows[0] ?? { newPieces: 0, foreignPieces: 0 }
}
