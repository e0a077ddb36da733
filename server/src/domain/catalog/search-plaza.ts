import type { Grade, ReportKind } from '@haowu/shared/catalog.ts'
import type { Fen } from '@haowu/shared/money.ts'
import type { PlazaFilters, PlazaSort } from '@haowu/shared/plaza.ts'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { type CursorKey, decodeListCursor, encodeListCursor } from './list-cursor.ts'
import { heldNow } from './report-in-force.ts'
import { matchesText } from './text-match.ts'
import { stockConfirmedAt } from './stock-confirmed.ts'

export interface PlazaRow {
  itemId: string
  supplierId: string
  supplierName: string
  title: string
  brand: string | null
  model: string | null
  categoryCode: string
  grade: Grade
  priceFen: Fen
  photos: string[]
  shipFrom: string | null
  spec: Record<string, string>
  listedAt: Date
  /** When a file, a feed or a person last said that it is there. */
  stockConfirmedAt: Date
  /** A session or a buyer has it at this moment; it may come back. */
  held: boolean
  reportCode: string
  reportKind: ReportKind
  agencyName: string | null
  inspectedOn: string
  reportExpiresAt: Date
}

interface Order {
  by: RawBuilder<unknown>
  key: RawBuilder<string>
  cursor: CursorKey
  after(key: string, id: string): RawBuilder<boolean>
}

const ORDERS: Record<PlazaSort, Order> = {
  newest: {
    by: sql`item.created_at DESC, item.id DESC`,
    key: sql`item.created_at::text`,
    cursor: 'instant',
    after: (key, id) => sql`(item.created_at, item.id) < (${key}::timestamptz, ${id}::uuid)`,
  },
  price_asc: {
    by: sql`item.price_fen, item.id`,
    key: sql`item.price_fen::text`,
    cursor: 'whole',
    after: (key, id) => sql`(item.price_fen, item.id) > (${key}::bigint, ${id}::uuid)`,
  },
  price_desc: {
    by: sql`item.price_fen DESC, item.id DESC`,
    key: sql`item.price_fen::text`,
    cursor: 'whole',
    after: (key, id) => sql`(item.price_fen, item.id) < (${key}::bigint, ${id}::uuid)`,
  },
}

/** The columns of a plaza row; `item`, `report` and `party` are the tables they come from. */
const plazaColumns = sql`item.id AS item_id, item.supplier_id, party.name AS supplier_name, item.title, item.brand,
  item.model, item.category_code, item.grade, item.price_fen, item.photos, item.ship_from, item.spec,
  item.created_at AS listed_at, ${stockConfirmedAt} AS stock_confirmed_at, ${heldNow} AS held, report.code AS report_code, report.kind AS report_kind,
  report.agency_name, report.inspected_on, report.expires_at AS report_expires_at`

const offered = sql`item.state IN ('available', 'live_held', 'checkout_held') AND item.qty > 0
  AND report.state = 'published' AND report.expires_at > app_now()`

/** What any streamer may pick from: offered pieces whose report is in force, held or free, page by page. */
export async function searchPlaza(
  db: Db,
  query: PlazaFilters & { sort: PlazaSort; cursor?: string | undefined; limit: number },
): Promise<{ rows: PlazaRow[]; nextCursor: string | null }> {
  const order = ORDERS[query.sort]
  const place = query.cursor === undefined ? null : decodeListCursor(query.cursor, order.cursor)
  const { rows } = await sql<PlazaRow & { cursorKey: string }>`
    SELECT ${plazaColumns}, ${order.key} AS cursor_key
    FROM item JOIN report ON report.id = item.report_id JOIN party ON party.id = item.supplier_id
    WHERE ${offered} AND ${narrowed(query)} AND ${place ? order.after(place.key, place.id) : sql`true`}
    ORDER BY ${order.by} LIMIT ${query.limit + 1}
  `.execute(db)
  const page = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? page.at(-1) : undefined
  return {
    rows: page.map(({ cursorKey: _, ...row }) => row),
    nextCursor: last ? encodeListCursor({ key: last.cursorKey, id: last.itemId }) : null,
  }
}

/** One piece as the plaza shows it; `not_found` when it is not offered, whoever asks. */
export async function readPlazaItem(db: Db, itemId: string): Promise<PlazaRow> {
  const { rows } = await sql<PlazaRow>`
    SELECT ${plazaColumns}
    FROM item JOIN report ON report.id = item.report_id JOIN party ON party.id = item.supplier_id
    WHERE ${offered} AND item.id = ${itemId}
  `.execute(db)
  const [row] = rows
  if (!row) throw new DomainError('not_found', { what: 'item' })
  return row
}

export interface PlazaFacets {
  /** How many pieces there are under the other filters, by value; a facet does not narrow itself. */
  categories: Record<string, number>
  grades: Record<string, number>
  reportKinds: Record<string, number>
}

export async function countPlazaFacets(db: Db, filters: PlazaFilters): Promise<PlazaFacets> {
  const countBy = async (column: RawBuilder<string>, others: PlazaFilters) => {
    const { rows } = await sql<{ value: string; n: number }>`
      SELECT ${column} AS value, count(*)::int AS n FROM item JOIN report ON report.id = item.report_id
      WHERE ${offered} AND ${narrowed(others)} GROUP BY 1
    `.execute(db)
    return Object.fromEntries(rows.map(({ value, n }) => [value, n]))
  }
  const [categories, grades, reportKinds] = await Promise.all([
    countBy(sql`item.category_code`, { ...filters, categories: undefined }),
    countBy(sql`item.grade`, { ...filters, grades: undefined }),
    countBy(sql`report.kind`, { ...filters, reportKind: undefined }),
  ])
  return { categories, grades, reportKinds }
}

function narrowed(filters: PlazaFilters): RawBuilder<boolean> {
  const { categories, grades, reportKind, minFen, maxFen, text, freeOnly } = filters
  const clauses = [matchesText(text)]
  if (categories) clauses.push(sql`item.category_code = ANY(${categories}::text[])`)
  if (grades) clauses.push(sql`item.grade = ANY(${grades}::text[])`)
  if (reportKind) clauses.push(sql`report.kind = ${reportKind}`)
  if (minFen) clauses.push(sql`item.price_fen >= ${minFen}::bigint`)
  if (maxFen) clauses.push(sql`item.price_fen <= ${maxFen}::bigint`)
  if (freeOnly) clauses.push(sql`NOT ${heldNow}`)
  return sql<boolean>`${sql.join(clauses, sql` AND `)}`
}
