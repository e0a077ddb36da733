import type { PlazaFilters, PlazaSort } from '@haowu/shared/plaza.ts'
import { type RawBuilder, sql } from 'kysely'
import type { CursorKey, ListPlace } from '#domain/catalog/list-cursor.ts'

/** One order of `plaza_entry AS entry`, each along an index of its own. */
export interface PlazaOrder {
  by: RawBuilder<unknown>
  key: RawBuilder<unknown>
  cursor: CursorKey
  descending: boolean
  /** What has a place in this order at all. */
  among: RawBuilder<boolean>
  after(place: ListPlace): RawBuilder<boolean>
  /** Filters that are a stretch of this order, so that a walk begins where they do. */
  within(filters: PlazaFilters): RawBuilder<boolean>
}

const all = sql<boolean>`true`

/**
 * The place stands in queries of its own, which no planner looks into: a plan that is kept is then as good for the next page as
 * for this one, and PostgreSQL has no reason to make it anew each time.
 */
function placeOf({ key, id }: ListPlace, type: 'bigint' | 'timestamptz'): RawBuilder<unknown> {
  return sql`((SELECT ${key}::${sql.raw(type)}), (SELECT ${id}::uuid))`
}

function withinPrices({ minFen, maxFen }: PlazaFilters): RawBuilder<boolean> {
  return sql<boolean>`(${minFen ? sql`entry.price_fen >= ${minFen}::bigint` : all}
    AND ${maxFen ? sql`entry.price_fen <= ${maxFen}::bigint` : all})`
}

function fromCommission({ minCommissionFen }: PlazaFilters): RawBuilder<boolean> {
  return minCommissionFen ? sql<boolean>`entry.commission_fen >= ${minCommissionFen}::bigint` : all
}

const byCommission: PlazaOrder = {
  by: sql`entry.commission_fen DESC, entry.item_id DESC`,
  key: sql`entry.commission_fen`,
  cursor: 'whole',
  descending: true,
  among: sql<boolean>`entry.commission_fen IS NOT NULL`,
  after: place => sql`(entry.commission_fen, entry.item_id) < ${placeOf(place, 'bigint')}`,
  within: fromCommission,
}

export const PLAZA_ORDERS: Record<PlazaSort, PlazaOrder> = {
  newest: {
    by: sql`entry.listed_at DESC, entry.item_id DESC`,
    key: sql`entry.listed_at`,
    cursor: 'instant',
    descending: true,
    among: all,
    after: place => sql`(entry.listed_at, entry.item_id) < ${placeOf(place, 'timestamptz')}`,
    within: () => all,
  },
  price_asc: {
    by: sql`entry.price_fen, entry.item_id`,
    key: sql`entry.price_fen`,
    cursor: 'whole',
    descending: false,
    among: all,
    after: place => sql`(entry.price_fen, entry.item_id) > ${placeOf(place, 'bigint')}`,
    within: withinPrices,
  },
  price_desc: {
    by: sql`entry.price_fen DESC, entry.item_id DESC`,
    key: sql`entry.price_fen`,
    cursor: 'whole',
    descending: true,
    among: all,
    after: place => sql`(entry.price_fen, entry.item_id) < ${placeOf(place, 'bigint')}`,
    within: withinPrices,
  },
  commission: byCommission,
  // Within a category; the categories are merged by the streamer's own figures.
  expected: byCommission,
}

interface Placed {
  /** The sort key as the database's own text. */
  cursorKey: string
  itemId: string
}

/** Two lists that stand in this order each, as one. */
export function mergeInOrder<Row extends Placed>({ cursor, descending }: PlazaOrder, lists: Row[][]): Row[] {
  const before = (a: Placed, b: Placed) => compareKeys(cursor, a, b) || (a.itemId < b.itemId ? -1 : 1)
  return lists.flat().sort((a, b) => (descending ? before(b, a) : before(a, b)))
}

function compareKeys(cursor: CursorKey, { cursorKey: a }: Placed, { cursorKey: b }: Placed): number {
  if (a === b) return 0
  return (cursor === 'whole' ? BigInt(a) < BigInt(b) : a < b) ? -1 : 1
}
