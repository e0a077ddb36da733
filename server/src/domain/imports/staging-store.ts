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

/** Takes out the rows that would change nothing. */
export async function dropUnchanged(
  trx: Transaction<Database>,
  run: StagedRows & { supplierId: string },
): Promise<void> {
  await sql`
    DELETE FROM import_row AS row
    WHERE ${staged(run)} AND EXISTS (SELECT FROM (SELECT) AS once CROSS JOIN ${ownItem(run.supplierId)} WHERE ${saysNothingNew})
  `.execute(trx)
}

/**
 * A row that only the catalogue can judge: a new piece without its number, a SKU that now names another piece, and one
 * that names no item at all where the row alone does not make one.
 */
export async function refuseByCatalogue(
  trx: Transaction<Database>,
  run: RunOverStock,
  nameColumn: NameColumn,
): Promise<LineFinding[]> {
  const { rows } = await sql<{
    line: number
    sku: string
    code: keyof typeof FIELD_OF
    value: string
    qty: number | null
  }>`
    SELECT row.line, row.supplier_sku AS sku, coalesce(row.identity, '') AS value, row.qty,
      CASE
        WHEN ${namesNothing} THEN 'SKU_UNKNOWN'
        WHEN ${isManyOfOne} THEN 'QTY_UNIQUE'
        WHEN item.identity IS NOT NULL THEN 'IDENTITY_CHANGED'
        WHEN row.category_code = ANY(${[...IDENTITY_NEEDED.IMEI_MISSING]}::text[]) THEN 'IMEI_MISSING'
        ELSE 'SERIAL_MISSING'
      END AS code
    FROM import_row AS row
    LEFT JOIN ${run.hasItems ? ownItem(run.supplierId) : noItem} ON true
    WHERE ${staged(run)} AND (
      ${namesNothing} OR ${isManyOfOne}
      OR (row.identity IS NULL AND item.identity IS NULL
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
  return rows.map(({ line, sku, code, value, qty }) => ({
    line,
    sku,
    code,
    value: code === 'SKU_UNKNOWN' ? sku : code === 'QTY_UNIQUE' ? String(qty) : value,
    severity: 'error',
    column: nameColumn(code === 'IDENTITY_CHANGED' && value.startsWith('SN:') ? 'serial' : FIELD_OF[code]),
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
}

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
      count(*) FILTER (WHERE ${goesOff})::int AS taken_off
    FROM import_row AS row
    LEFT JOIN ${run.hasItems ? ownItem(run.supplierId) : noItem} ON true
    WHERE ${staged(run)}
  `.execute(trx)
  const [found] = rows
  if (!found) throw new Error('counting gave no row')
  const { medianRatio, hundredfold, soldOut, takenOff, ...counts } = found
  return { counts, medianRatio, hundredfold, soldOut, takenOff }
}

const JUMPS_TOLD = 1_000

/** Prices that move to more than three times, or less than a third of, what they were: worth a look, no error. */
export async function findPriceJumps(
  trx: Transaction<Database>,
  run: ImportRun,
  nameColumn: NameColumn,
): Promise<LineFinding[]> {
  const { rows } = await sql<{ line: number; sku: string; before: bigint; after: bigint }>`
    SELECT row.line, row.supplier_sku AS sku, item.price_fen AS before, row.price_fen AS after
    FROM import_row AS row CROSS JOIN ${ownItem(run.supplierId)}
    WHERE ${staged(run)} AND (row.price_fen > item.price_fen * 3 OR row.price_fen * 3 < item.price_fen)
    ORDER BY row.line LIMIT ${JUMPS_TOLD}
  `.execute(trx)
  return rows.map(({ line, sku, before, after }) => ({
    line,
    sku,
    code: 'PRICE_JUMP',
    severity: 'warning',
    column: nameColumn('price'),
    value: formatYuan(after),
    facts: { before: formatYuan(before), after: formatYuan(after) },
  }))
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
