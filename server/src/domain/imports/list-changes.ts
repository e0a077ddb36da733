import type { Fen } from '@haowu/shared/money.ts'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { changedFacts, type FactChange, type ItemFacts } from '#domain/catalog/changed-facts.ts'
import { DomainError } from '#domain/domain-error.ts'
import { comesBack, goesOff, merged, outgrowsReport } from './row-effects.ts'

export const CHANGE_KINDS = ['new', 'changed', 'priceUp', 'priceDown', 'returned'] as const
export type ChangeKind = (typeof CHANGE_KINDS)[number]

export interface PreviewedChange {
  line: number
  sku: string
  /** Null where the file leaves it as it is. */
  title: string | null
  action: 'new' | 'changed' | 'returned' | 'withdrawn'
  priceFen: Fen | null
  /** What the catalogue has now; null for a new item. */
  priceBeforeFen: Fen | null
  titleBefore: string | null
  withReport: boolean
  /** What else becomes another of an item that is there: everything but title and price. */
  changes: FactChange[]
}

const KINDS: Record<ChangeKind, RawBuilder<boolean>> = {
  new: sql<boolean>`item.id IS NULL`,
  changed: sql<boolean>`item.id IS NOT NULL`,
  priceUp: sql<boolean>`row.price_fen > item.price_fen`,
  priceDown: sql<boolean>`row.price_fen < item.price_fen`,
  returned: comesBack,
}

/** How far the price jumps, either way; what is new comes after everything that moves. */
const jump = sql<number>`CASE WHEN item.id IS NULL THEN -1
  ELSE abs(ln(coalesce(row.price_fen, item.price_fen)::float8 / item.price_fen)) END`

export interface ChangesQuery {
  supplierId: string
  importId: string
  kind?: ChangeKind | undefined
  /** Opaque; where the page before ended. */
  cursor?: string | undefined
  limit: number
}

/** What a previewed import would change, the largest price moves first. Empty once it was applied: then history tells. */
export async function listPreviewedChanges(
  db: Db,
  { supplierId, importId, kind, cursor, limit }: ChangesQuery,
): Promise<{ rows: PreviewedChange[]; nextCursor: string | null }> {
  const after = cursor === undefined ? null : readCursor(cursor)
  // The facts are told of the page alone: of half a million rows they would take longer than finding the largest moves.
  const { rows } = await sql<StoredChange>`
    WITH page AS MATERIALIZED (
      SELECT row.import_id, row.run_token, row.line, item.id AS item_id, ${jump} AS jump
      FROM item_import JOIN import_row AS row ON row.import_id = item_import.id AND row.run_token = item_import.staged_token
      LEFT JOIN item ON item.supplier_id = item_import.supplier_id AND item.supplier_sku = row.supplier_sku
      WHERE item_import.id = ${importId} AND item_import.supplier_id = ${supplierId}
        AND ${kind ? KINDS[kind] : sql`true`}
        AND ${after ? sql`(${jump}, -row.line) < (${after.jump}::float8, ${-after.line}::int)` : sql`true`}
      ORDER BY ${jump} DESC, row.line LIMIT ${limit + 1}
    )
    SELECT row.line, row.supplier_sku AS sku, row.title,
      CASE WHEN item.id IS NULL THEN 'new' WHEN ${goesOff} THEN 'withdrawn' WHEN ${comesBack} THEN 'returned'
        ELSE 'changed' END AS action,
      row.price_fen, item.price_fen AS price_before_fen, item.title AS title_before,
      row.report IS NOT NULL AS with_report, page.jump::text AS jump, ${factsNow} AS before, ${factsThen} AS after
    FROM page JOIN import_row AS row ON row.import_id = page.import_id AND row.run_token = page.run_token AND row.line = page.line
    LEFT JOIN item ON item.id = page.item_id
    ORDER BY page.jump DESC, page.line
  `.execute(db)
  const page = rows.slice(0, limit)
  const last = rows.length > limit ? page.at(-1) : undefined
  return {
    rows: page.map(({ jump: _, before, after, ...row }) => ({
      ...row,
      changes: row.priceBeforeFen === null ? [] : changedFacts(before, after),
    })),
    nextCursor: last ? `${last.jump}|${last.line}` : null,
  }
}

interface StoredChange extends Omit<PreviewedChange, 'changes'> {
  jump: string
  before: ItemFacts
  after: ItemFacts
}

const reportCode = sql`(SELECT report.code FROM report WHERE report.id = item.report_id)`

const factsNow = sql`jsonb_build_object('categoryCode', item.category_code, 'identity', item.identity, 'qty', item.qty,
  'stockKind', item.stock_kind, 'brand', item.brand, 'model', item.model, 'shipFrom', item.ship_from,
  'photos', item.photos, 'spec', item.spec, 'extra', item.extra, 'report', ${reportCode})`

/** A piece that becomes another than its report speaks of loses it, unless the row brings a new one. */
const factsThen = sql`jsonb_build_object('categoryCode', ${merged.categoryCode}, 'identity', ${merged.identity},
  'qty', ${merged.qty}, 'stockKind', ${merged.stockKind}, 'brand', ${merged.brand}, 'model', ${merged.model},
  'shipFrom', ${merged.shipFrom}, 'photos', ${merged.photos}, 'spec', ${merged.spec}, 'extra', ${merged.extra},
  'report', CASE WHEN NOT ${outgrowsReport} OR row.report IS NOT NULL THEN ${reportCode} END)`

const CURSOR = /^(-1|\d{1,3}(?:\.\d{1,20})?(?:e-\d{1,3})?)\|(\d{1,7})$/

function readCursor(cursor: string): { jump: string; line: number } {
  const [, place, line] = CURSOR.exec(cursor) ?? []
  if (place === undefined) throw new DomainError('bad_request', { what: 'cursor' })
  return { jump: place, line: Number(line) }
}
