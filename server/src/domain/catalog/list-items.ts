import type { Grade, ItemState, ReportKind } from '@haowu/shared/catalog.ts'
import type { Fen } from '@haowu/shared/money.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { decodeListCursor, encodeListCursor } from './list-cursor.ts'
import { heldNow } from './report-in-force.ts'
import { matchesText } from './text-match.ts'

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
  qty: number
  photos: string[]
  state: ItemState
  /** A session or a buyer has it now; a hold whose time is over counts as free. */
  held: boolean
  reportCode: string | null
  reportKind: ReportKind | null
  reportExpiresAt: Date | null
  reportExpired: boolean
  version: number
  updatedAt: Date
}

/** A supplier's own items, newest first. */
export async function listItems(
  db: Db,
  query: {
    supplierId: string
    states?: ItemState[] | undefined
    text?: string | undefined
    cursor?: string | undefined
    limit: number
  },
): Promise<{ rows: ItemRow[]; nextCursor: string | null }> {
  const place = query.cursor === undefined ? null : decodeListCursor(query.cursor, 'instant')
  const { rows } = await sql<ItemRow & { cursorKey: string }>`
    SELECT item.id AS item_id, item.supplier_sku AS sku, item.title, item.brand, item.model, item.category_code,
      item.identity, item.grade, item.price_fen, item.qty, item.photos, item.state, ${heldNow} AS held,
      report.code AS report_code, report.kind AS report_kind, report.expires_at AS report_expires_at,
      coalesce(report.expires_at <= app_now(), false) AS report_expired, item.version, item.updated_at,
      item.created_at::text AS cursor_key
    FROM item LEFT JOIN report ON report.id = item.report_id
    WHERE item.supplier_id = ${query.supplierId} AND ${matchesText(query.text)}
      AND ${query.states ? sql`item.state = ANY(${query.states}::text[])` : sql`true`}
      AND ${place ? sql`(item.created_at, item.id) < (${place.key}::timestamptz, ${place.id}::uuid)` : sql`true`}
    ORDER BY item.created_at DESC, item.id DESC LIMIT ${query.limit + 1}
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
