import { CATEGORY_CODES } from '@haowu/shared/catalog.ts'
import type { PlazaFilters, PlazaSort } from '@haowu/shared/plaza.ts'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { keptPlan } from '#db/kept-plan.ts'
import { decodeListCursor, encodeListCursor, type ListPlace } from '#domain/catalog/list-cursor.ts'
import { onOffer } from '#domain/catalog/on-offer.ts'
import { heldItems } from './held-items.ts'
import { narrowEntries, narrowItems, wordTokens } from './narrow-entries.ts'
import { type OwnRates, readOwnRates } from './own-rates.ts'
import { mergeInOrder, PLAZA_ORDERS, type PlazaOrder } from './plaza-order.ts'
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

/** Entries looked at in their order before the words are looked up instead: enough for any word that is not rare. */
const WALKED_AT_MOST = 2_000

/**
 * What any streamer may pick from, held or free, page by page. Entries say where to look and in which order; each piece is
 * shown as its item stands at this moment, and one that is no longer on offer is passed over.
 *
 * A common word is found soonest by walking the order, a rare one in the index of words; which it is, and whether word and
 * filters contradict each other, no planner knows. So the walk is short, and what it does not fill is looked up.
 */
export async function searchPlaza(db: Db, search: PlazaSearch): Promise<PlazaPage> {
  const order = PLAZA_ORDERS[search.sort]
  const place = search.cursor === undefined ? null : decodeListCursor(search.cursor, order.cursor)
  const sellThrough = search.sort === 'expected' ? await readSellThrough(db, search.streamerId) : null
  const own = await readOwnRates(db, search)
  const ordered = { ...search, order: sellThrough ? byExpected(sellThrough) : order, place }
  const rows = await findRows(db, { ...ordered, entriesOf: own?.others ?? ALL }, sellThrough)
  return { ...toPage(search, own ? await joinOwn(db, ordered, { own, rows }) : rows), sellThrough }
}

const ALL = sql<boolean>`true`
type Ordered = PlazaSearch & { order: PlazaOrder; place: ListPlace | null }
/** `entriesOf`: true of the entries that are looked through. */
type Scope = Ordered & { entriesOf: RawBuilder<boolean> }
type Row = PlazaRow & { cursorKey: string }

/** The rows of suppliers with whom this streamer has terms of his own, put where they belong among the others. */
async function joinOwn(
  db: Db,
  ordered: Ordered,
  { own, rows }: { own: OwnRates; rows: Row[] },
): Promise<Row[]> {
  const ownRows = await readRows(db, { ...ordered, entriesOf: ALL }, own.entries)
  return mergeInOrder(ordered.order, [rows, ownRows]).slice(0, ordered.limit + 1)
}

async function findRows(db: Db, scope: Scope, sellThrough: SellThrough | null): Promise<Row[]> {
  const words = wordTokens(scope.filters)
  if (scope.filters.heldOnly) {
    return readRows(db, scope, sql`SELECT * FROM plaza_entry AS entry WHERE entry.item_id IN ${heldItems}`)
  }
  if (sellThrough && words === null) return readRows(db, scope, bestOfEach(scope, sellThrough))
  if (!sellThrough) {
    const walked = await readRows(db, scope, firstInOrder(scope))
    if (walked.length > scope.limit) return walked
  }
  if (words === null) return readRows(db, scope, sql`SELECT * FROM plaza_entry AS entry`)
  return db.transaction().execute(async trx => {
    await sql`SET LOCAL enable_seqscan = off`.execute(trx)
    return readRows(trx, scope, sql`SELECT * FROM plaza_entry AS entry WHERE ${words} OFFSET 0`)
  })
}

/** What everybody opens the plaza with: few enough texts for each connection to keep the plan of every one. */
function asksLittle({ freeOnly: _, heldOnly: __, categories, ...others }: PlazaFilters): boolean {
  return (categories?.length ?? 1) === 1 && Object.values(others).every(value => value === undefined)
}

/** One row more than the page has, of these entries, in its order. */
async function readRows(
  db: Db,
  { filters, limit, order, place, entriesOf }: Scope,
  entries: RawBuilder<unknown>,
): Promise<Row[]> {
  const { rows } = await sql<Row>`${asksLittle(filters) ? keptPlan : sql``}
    SELECT ${plazaColumns}, (${order.key})::text AS cursor_key
    FROM (${entries}) AS entry
    JOIN item ON item.id = entry.item_id JOIN report ON report.id = item.report_id JOIN party ON party.id = item.supplier_id
    WHERE ${narrowEntries(filters)} AND ${onOffer} AND ${narrowItems(filters)} AND ${order.among} AND ${entriesOf}
      AND ${place ? order.after(place) : sql`true`}
    ORDER BY ${order.by} LIMIT ${sql.lit(limit + 1)}
  `.execute(db)
  return rows
}

function toPage({ limit }: PlazaSearch, rows: Row[]): Omit<PlazaPage, 'sellThrough'> {
  const page = rows.slice(0, limit)
  const last = rows.length > limit ? page.at(-1) : undefined
  return {
    rows: page.map(({ cursorKey: _, ...row }) => row),
    nextCursor: last ? encodeListCursor({ key: last.cursorKey, id: last.itemId }) : null,
  }
}

/** The next entries of the order, whatever they are; of one category where only that is wanted. */
function firstInOrder({ filters, order, place, entriesOf }: Scope): RawBuilder<unknown> {
  const [category, ...others] = filters.categories ?? []
  const one = category !== undefined && others.length === 0
  return sql`
    SELECT * FROM plaza_entry AS entry
    WHERE ${order.among} AND ${entriesOf} AND ${one ? sql`entry.category_code = ${category}` : sql`true`} AND ${order.within(filters)}
      AND ${place ? order.after(place) : sql`true`}
    ORDER BY ${order.by} LIMIT ${sql.lit(WALKED_AT_MOST)}
  `
}

/** Commission times how often he sells of the category. */
function byExpected(sellThrough: SellThrough): PlazaOrder {
  const weights = sql`(${JSON.stringify(sellThrough)}::jsonb->>entry.category_code)::bigint`
  const score = sql`entry.commission_fen * ${weights}`
  return {
    ...PLAZA_ORDERS.expected,
    by: sql`${score} DESC, entry.item_id DESC`,
    key: score,
    after: ({ key, id }) => sql`(${score}, entry.item_id) < (${key}::bigint, ${id}::uuid)`,
  }
}

/**
 * The best of each category by commission: within a category that is the order of what is expected too, so that each is
 * one short walk along an index, and the page is among them.
 */
function bestOfEach(
  { filters, limit, place, entriesOf }: Scope,
  sellThrough: SellThrough,
): RawBuilder<unknown> {
  const walks = (filters.categories ?? CATEGORY_CODES).map(code => {
    const weight = sql`${sellThrough[code]}::bigint`
    const after = place
      ? sql`entry.commission_fen <= ${place.key}::bigint / ${weight}
          AND (entry.commission_fen * ${weight}, entry.item_id) < (${place.key}::bigint, ${place.id}::uuid)`
      : sql`true`
    return sql`(
      SELECT entry.* FROM plaza_entry AS entry JOIN item ON item.id = entry.item_id JOIN report ON report.id = item.report_id
      WHERE ${narrowEntries({ ...filters, categories: [code] })} AND ${onOffer} AND ${narrowItems(filters)}
        AND entry.commission_fen IS NOT NULL AND ${entriesOf} AND ${after}
      ORDER BY entry.commission_fen DESC, entry.item_id DESC LIMIT ${limit + 1})`
  })
  return sql.join(walks, sql` UNION ALL `)
}
