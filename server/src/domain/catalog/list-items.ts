import type { Grade, ItemState, ReportKind } from '@haowu/shared/catalog.ts'
import type { ItemFilter, ItemSort } from '@haowu/shared/inventory.ts'
import type { Fen } from '@haowu/shared/money.ts'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { matchesFilter } from './item-filter.ts'
import { type CursorKey, decodeListCursor, encodeListCursor } from './list-cursor.ts'
import { endsSoon, heldNow, judgedEnough } from './report-in-force.ts'
import { stockConfirmedAt } from './stock-confirmed.ts'

export interface ItemRow {
  itemId: string
  sku: string
  title: string
  brand: string | null
  model: string | null
  categoryCode: string
  identity: string | null
  grade: Grade | null
  priceFen: Fen
  stockKind: 'unique' | 'stocked'
  qty: number
  photos: string[]
  state: ItemState
  /** Who took it off; null unless it is off. */
  withdrawnBy: 'supplier' | 'feed' | 'undo' | 'platform' | null
  /** A session or a buyer has it now; a hold whose time is over counts as free. */
  held: boolean
  reportCode: string | null
  reportKind: ReportKind | null
  reportExpiresAt: Date | null
  reportExpired: boolean
  /** Within the days of the rule by which its supplier is warned. */
  reportEndsSoon: boolean
  /** The report is the supplier's own, and at this price or in this category a third party has to have judged the piece. */
  needsThirdParty: boolean
  version: number
  /** When a file, a feed or a person last said that it is there. */
  stockConfirmedAt: Date
  updatedAt: Date
}

interface Order {
  by: RawBuilder<unknown>
  key: RawBuilder<string>
  cursor: CursorKey
  after(key: string, id: string): RawBuilder<boolean>
}

const ORDERS: Record<ItemSort, Order> = {
  newest: {
    by: sql`item.created_at DESC, item.id DESC`,
    key: sql`item.created_at::text`,
    cursor: 'instant',
    after: (key, id) => sql`(item.created_at, item.id) < (${key}::timestamptz, ${id}::uuid)`,
  },
  updated: {
    by: sql`item.updated_at DESC, item.id DESC`,
    key: sql`item.updated_at::text`,
    cursor: 'instant',
    after: (key, id) => sql`(item.updated_at, item.id) < (${key}::timestamptz, ${id}::uuid)`,
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

/** A supplier's own items that the filter means, in the order asked for. */
export async function listItems(
  db: Db,
  query: {
    supplierId: string
    filter: ItemFilter
    sort: ItemSort
    cursor?: string | undefined
    limit: number
  },
): Promise<{ rows: ItemRow[]; nextCursor: string | null }> {
  const order = ORDERS[query.sort]
  const place = query.cursor === undefined ? null : decodeListCursor(query.cursor, order.cursor)
  const { rows } = await sql<ItemRow & { cursorKey: string }>`
    SELECT item.id AS item_id, item.supplier_sku AS sku, item.title, item.brand, item.model, item.category_code,
      item.identity, item.grade, item.price_fen, item.stock_kind, item.qty, item.photos, item.state, item.withdrawn_by,
      ${heldNow} AS held, report.code AS report_code, report.kind AS report_kind,
      report.expires_at AS report_expires_at, coalesce(report.expires_at <= app_now(), false) AS report_expired,
      coalesce(${endsSoon}, false) AS report_ends_soon,
      coalesce(NOT ${judgedEnough}, false) AS needs_third_party,
      item.version, ${stockConfirmedAt} AS stock_confirmed_at, item.updated_at, ${order.key} AS cursor_key
    FROM item LEFT JOIN report ON report.id = item.report_id
    WHERE ${matchesFilter(query.supplierId, query.filter)}
      AND ${place ? order.after(place.key, place.id) : sql`true`}
    ORDER BY ${order.by} LIMIT ${query.limit + 1}
  `.execute(db)
  const page = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? page.at(-1) : undefined
  return {
    rows: page.map(({ cursorKey: _, ...row }) => row),
    nextCursor: last ? encodeListCursor({ key: last.cursorKey, id: last.itemId }) : null,
  }
}

/** How many items the supplier has in each state, for the tabs above the list. */
export async function countItemStates(
  db: Db,
  supplierId: string,
): Promise<Partial<Record<ItemState, number>>> {
  const { rows } = await sql<{ state: ItemState; n: number }>`
    SELECT state, count(*)::int AS n FROM item WHERE supplier_id = ${supplierId} GROUP BY state
  `.execute(db)
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]))
}
