import { COUNTED_AT_MOST, PLAZA_SHIP_HOURS, type PlazaFilters } from '@haowu/shared/plaza.ts'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { shipHours } from '#domain/catalog/ship-promise.ts'
import { heldItems } from './held-items.ts'
import { narrowEntries, narrowHeld, wordTokens } from './narrow-entries.ts'
import { type OwnRates, readOwnRates } from './own-rates.ts'

/** By facet, which filter narrows by it, and its value of a row of `matched`. */
const FACETS = {
  categories: { filter: 'categories', value: sql`category_code` },
  brands: { filter: 'brands', value: sql`brand` },
  models: { filter: 'models', value: sql`model` },
  grades: { filter: 'grades', value: sql`grade` },
  reportKinds: { filter: 'reportKind', value: sql`report_kind` },
  stockKinds: { filter: 'stockKind', value: sql`stock_kind` },
  tiers: { filter: 'tiers', value: sql`tier` },
} as const satisfies Record<string, { filter: keyof PlazaFilters; value: RawBuilder<unknown> }>
const VALUES = Object.keys(FACETS) as (keyof typeof FACETS)[]

/** The most frequent values of a facet; brands and models have no end. */
const VALUES_TOLD = 20

type ByValue = Record<string, number>
interface Counted extends Record<keyof typeof FACETS, ByValue> {
  total: number
  /** By hours: how many are handed over within them. */
  shipHours: ByValue
  free: number
  held: number
}

/** Counts by value, under the other filters: a facet does not narrow itself. */
export interface PlazaFacets extends Counted {
  /** Among the newest so many: with more than that, what is told of each value is a lower bound. */
  capped: boolean
}

/**
 * One walk for all facets that narrow nothing, and one for each that does. The total is how many pieces there are under all filters,
 * counted no further than `COUNTED_AT_MOST`. Without a streamer, rates are those of anybody.
 */
export async function countPlazaFacets(
  db: Db,
  filters: PlazaFilters,
  streamerId?: string,
): Promise<PlazaFacets> {
  const own = streamerId === undefined ? null : await readOwnRates(db, { streamerId, filters })
  const all = await countMatches(db, filters, own)
  const facets: PlazaFacets = {
    ...all,
    total: Math.min(all.total, COUNTED_AT_MOST),
    capped: all.total > COUNTED_AT_MOST,
  }
  for (const facet of VALUES) {
    const { filter } = FACETS[facet]
    if (filters[filter] === undefined) continue
    facets[facet] = (await countMatches(db, { ...filters, [filter]: undefined }, own))[facet]
  }
  if (filters.shipHours !== undefined) {
    facets.shipHours = (await countMatches(db, { ...filters, shipHours: undefined }, own)).shipHours
  }
  if (filters.freeOnly || filters.heldOnly) {
    const { free, held } = await countMatches(db, { ...filters, freeOnly: false, heldOnly: false }, own)
    return { ...facets, free, held }
  }
  return facets
}

/** Entries looked at, newest first, before it is known how common the words are; see `searchPlaza`. */
const FIRST_WALK = 5_000
/** Where more would have to be walked, the words are so rare that looking them up is shorter. */
const LONGEST_WALK = 60_000
/** Chance: a walk of just the length expected would end too early half the time. */
const MARGIN = 1.2

/**
 * Words that are common are met often enough in a walk along the newest, and looking up all that has a word of every tenth piece
 * would take a hundred times as long. The first walk tells how long the second has to be, or that the index of words is shorter.
 */
async function countMatches(db: Db, filters: PlazaFilters, own: OwnRates | null): Promise<Counted> {
  const words = wordTokens(filters)
  const count = (from: Db, entries: RawBuilder<unknown>) => countAmong(from, filters, withOwn(entries, own))
  if (words === null || filters.heldOnly) return count(db, sql`SELECT * FROM plaza_entry AS entry`)
  const walked = await count(db, newest(FIRST_WALK))
  if (walked.total > COUNTED_AT_MOST) return walked
  const needed = Math.ceil((FIRST_WALK * COUNTED_AT_MOST * MARGIN) / walked.total)
  if (needed <= LONGEST_WALK) {
    const further = await count(db, newest(needed))
    if (further.total > COUNTED_AT_MOST) return further
  }
  return db.transaction().execute(async trx => {
    await sql`SET LOCAL enable_seqscan = off`.execute(trx)
    return count(trx, sql`SELECT * FROM plaza_entry AS entry WHERE ${words} OFFSET 0`)
  })
}

const newest = (entries: number) => sql`
  SELECT * FROM plaza_entry AS entry ORDER BY entry.listed_at DESC, entry.item_id DESC LIMIT ${entries}`

/** Entries with what the streamer himself gets, where that is not what anybody does. */
export function withOwn(entries: RawBuilder<unknown>, own: OwnRates | null): RawBuilder<unknown> {
  if (own === null) return entries
  return sql`(SELECT entry.* FROM (${entries}) AS entry WHERE ${own.others}) UNION ALL (${own.entries})`
}

async function countAmong(db: Db, filters: PlazaFilters, entries: RawBuilder<unknown>): Promise<Counted> {
  const byValue = VALUES.map(facet => sql`${told(FACETS[facet].value)} AS ${sql.id(facet)}`)
  const { rows } = await sql<Counted>`
    WITH matched AS MATERIALIZED (
      SELECT entry.item_id, entry.supplier_id, entry.category_code, entry.grade, entry.report_kind, entry.brand,
        entry.model, entry.stock_kind, entry.tier FROM (${entries}) AS entry
      WHERE ${narrowEntries(filters)} AND ${narrowHeld(filters)}
      ORDER BY entry.listed_at DESC, entry.item_id DESC LIMIT ${COUNTED_AT_MOST + 1}
    ), by_supplier AS (
      SELECT n, ${shipHours(sql`counted.supplier_id`, sql`app_now()`)} AS hours
      FROM (SELECT supplier_id, count(*)::int AS n FROM matched GROUP BY 1) AS counted
    ), held AS (SELECT count(*)::int AS n FROM matched WHERE item_id IN ${heldItems})
    SELECT count(*)::int AS total, count(*)::int - (SELECT n FROM held) AS free, (SELECT n FROM held) AS held,
      (SELECT jsonb_object_agg(within, n) FROM (
        SELECT within, coalesce(sum(n), 0)::int AS n FROM unnest(${[...PLAZA_SHIP_HOURS]}::int[]) AS within
        LEFT JOIN by_supplier ON by_supplier.hours <= within GROUP BY 1) AS facet) AS ship_hours,
      ${sql.join(byValue)}
    FROM matched
  `.execute(db)
  const [counted] = rows
  if (!counted) throw new Error('counting gave no row')
  return counted
}

const told = (value: RawBuilder<unknown>) => sql`(SELECT coalesce(jsonb_object_agg(value, n), '{}') FROM (
  SELECT ${value} AS value, count(*)::int AS n FROM matched WHERE ${value} IS NOT NULL
  GROUP BY 1 ORDER BY n DESC, value LIMIT ${VALUES_TOLD}) AS facet)`
