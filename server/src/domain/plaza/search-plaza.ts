import { CATEGORY_CODES } from '@haowu/shared/catalog.ts'
import type { PlazaFilters, PlazaSort } from '@haowu/shared/plaza.ts'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { decodeListCursor, encodeListCursor, type ListPlace } from '#domain/catalog/list-cursor.ts'
import { onOffer } from '#domain/catalog/on-offer.ts'
import { narrowEntries, narrowItems } from './narrow-entries.ts'
import { PLAZA_ORDERS, type PlazaOrder } from './plaza-order.ts'
import { type PlazaRow, plazaColumns } from './plaza-row.ts'
import { readSellThrough, type SellThrough } from './sell-through.ts'

export interface PlazaSearch {
  filters: PlazaFilters
  sort: PlazaSort
  /** For whom, where the order depends on him. */
  streamerId: string
  cursor?: string | undefined
  limit: number
}

export interface PlazaPage {
  rows: PlazaRow[]
  nextCursor: string | null
  /** How often this streamer sold what he held, by category; only when the page is ordered by it. */
  sellThrough: SellThrough | null
}

/**
 * What any streamer may pick from, held or free, page by page. Entries say where to look and in which order; each piece is
 * shown as its item stands at this moment, and one that is no longer on offer is passed over.
 */
export async function searchPlaza(db: Db, search: PlazaSearch): Promise<PlazaPage> {
  const order = PLAZA_ORDERS[search.sort]
  const place = search.cursor === undefined ? null : decodeListCursor(search.cursor, order.cursor)
  const sellThrough = search.sort === 'expected' ? await readSellThrough(db, search.streamerId) : null
  const found = sellThrough ? byCategory(search, { place, sellThrough }) : walk(search, { order, place })
  const { rows } = await sql<PlazaRow & { cursorKey: string }>`
    SELECT ${plazaColumns}, found.key::text AS cursor_key
    FROM (${found}) AS found
    JOIN plaza_entry AS entry ON entry.item_id = found.item_id
    JOIN item ON item.id = found.item_id JOIN report ON report.id = item.report_id JOIN party ON party.id = item.supplier_id
    ORDER BY found.place
  `.execute(db)
  const page = rows.slice(0, search.limit)
  const last = rows.length > search.limit ? page.at(-1) : undefined
  return {
    rows: page.map(({ cursorKey: _, ...row }) => row),
    nextCursor: last ? encodeListCursor({ key: last.cursorKey, id: last.itemId }) : null,
    sellThrough,
  }
}

/** One row more than the page has, in its order, numbered by `place`. */
function walk(
  { filters, limit }: PlazaSearch,
  { order, place }: { order: PlazaOrder; place: ListPlace | null },
): RawBuilder<unknown> {
  return sql`
    SELECT entry.item_id, ${order.key} AS key, row_number() OVER (ORDER BY ${order.by}) AS place
    FROM plaza_entry AS entry JOIN item ON item.id = entry.item_id JOIN report ON report.id = item.report_id
    WHERE ${narrowEntries(filters)} AND ${onOffer} AND ${narrowItems(filters)} AND ${order.among}
      AND ${place ? order.after(place) : sql`true`}
    ORDER BY ${order.by} LIMIT ${limit + 1}
  `
}

/**
 * The best of each category by commission, merged by commission times how often he sells there: within a category that
 * is the order of commission, so that each is one short walk along an index.
 */
function byCategory(
  { filters, limit }: PlazaSearch,
  { place, sellThrough }: { place: ListPlace | null; sellThrough: SellThrough },
): RawBuilder<unknown> {
  const categories = filters.categories ?? CATEGORY_CODES
  const walks = categories.map(code => {
    const weight = sellThrough[code] ?? 0
    const score = sql`entry.commission_fen * ${weight}::bigint`
    const after = place
      ? sql`entry.commission_fen <= ${place.key}::bigint / ${weight}::bigint
          AND (${score}, entry.item_id) < (${place.key}::bigint, ${place.id}::uuid)`
      : sql`true`
    return sql`(
      SELECT entry.item_id, ${score} AS key
      FROM plaza_entry AS entry JOIN item ON item.id = entry.item_id JOIN report ON report.id = item.report_id
      WHERE ${narrowEntries({ ...filters, categories: [code] })} AND ${onOffer} AND ${narrowItems(filters)}
        AND entry.commission_fen IS NOT NULL AND ${after}
      ORDER BY entry.commission_fen DESC, entry.item_id DESC LIMIT ${limit + 1})`
  })
  return sql`
    SELECT item_id, key, row_number() OVER (ORDER BY key DESC, item_id DESC) AS place
    FROM (${sql.join(walks, sql` UNION ALL `)}) AS best
    ORDER BY key DESC, item_id DESC LIMIT ${limit + 1}
  `
}
