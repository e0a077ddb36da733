import { createDatabase as createKysely, createPool, type Db } from '@haowu/server/db/database.ts'
import { migrateToLatest } from '@haowu/server/db/migrate.ts'
import { countPlazaFacets } from '@haowu/server/domain/plaza/count-facets.ts'
import { searchPlaza } from '@haowu/server/domain/plaza/search-plaza.ts'
import { buildParty } from '@haowu/server/test/build-item.ts'
import { fenText } from '@haowu/shared/money.ts'
import type { PlazaFilters, PlazaSort } from '@haowu/shared/plaza.ts'
import { sql } from 'kysely'
import pg from 'pg'
import type { Bench, BenchContext, PreparedBench } from './bench-contract.ts'
import { createDatabase } from './create-database.ts'
import { rounded } from './median.ts'
import { RARE_EVERY, rareWord, stockLikeTable, stockPlaza } from './plaza-goods.ts'

const ROWS = { quick: 60_000, full: 1_000_000 }
const QUERIES = { quick: 20, full: 60 }
/** Each takes the better part of a second. */
const SLOW_QUERIES = 6
const PAGE = 24

/** Queries a streamer types, each as many times as it is asked for, with another rare word every time. */
const COMMON = ['手机', '苹果', '国行']

/**
 * The plaza over a million pieces: words of two characters, rare and common, alone and with filters and orders, against the
 * same by `ILIKE`, once as PostgreSQL plans it (for a common word it walks the index of the order, where there is one) and
 * once through the trigram index; pages without words against a page read by primary key; facets against a page.
 */
export const plazaBench: Bench = {
  name: 'plaza',
  title: 'Plaza: searching a million pieces on offer',
  prepare,
}

async function prepare({ adminUrl, quick }: BenchContext): Promise<PreparedBench> {
  const url = await createDatabase(adminUrl, 'plaza')
  await migrateToLatest(url)
  const pool = createPool({ url, kind: 'server', onError: () => {} })
  const db = createKysely(pool)
  const owner = new pg.Client({ connectionString: url })
  owner.on('error', () => {})
  await owner.connect()
  const worker = createPool({ url, kind: 'worker', onError: () => {} })
  await stockPlaza({ db: createKysely(worker), owner }, quick ? ROWS.quick : ROWS.full)
  await worker.end()
  await stockLikeTable(owner)
  const streamerId = await buildParty(db, 'streamer')
  const { throughTrigrams, close } = await openTrigrams(url)
  const queries = quick ? QUERIES.quick : QUERIES.full
  let asked = 0

  const search = async (filters: PlazaFilters, sort: PlazaSort = 'newest', cursor?: string) => {
    const page = await searchPlaza(db, { filters, sort, cursor, limit: PAGE, streamerId })
    if (page.rows.length === 0) throw new Error(`nothing was found for ${JSON.stringify(filters)}`)
    return page
  }
  const like = likeIn(db)
  const times = (run: (at: number) => Promise<unknown>, many = queries) => ({
    run: async () => {
      for (let at = 0; at < many; at++) await run(asked++)
      return many
    },
  })
  const after = await cursorsOf(search, quick ? 50 : 400)

  return {
    unit: 'query',
    variants: {
      pk_page: times(at => readByKey(db, at)),
      browse: times(() => search({})),
      keyset: times(at => search({}, 'newest', after[at % after.length])),
      category_price: times(() =>
        search({ categories: ['phone'], minFen: fenText.parse('200000') }, 'price_asc'),
      ),
      rare: times(at => search({ text: rareWord(at * 37) })),
      rare_like: times(at => like(rareWord(at * 37))),
      common: times(at => search({ text: common(at) })),
      common_like: times(at => like(common(at))),
      common_trigram: times(at => throughTrigrams(common(at)), SLOW_QUERIES),
      facets: times(at => countPlazaFacets(db, { text: common(at) })),
      facets_all: times(() => countPlazaFacets(db, {})),
    },
    ratios: {
      rare_vs_like: { of: 'rare', over: 'rare_like', by: 'speed' },
      common_vs_like: { of: 'common', over: 'common_like', by: 'speed' },
      common_vs_trigram: { of: 'common', over: 'common_trigram', by: 'speed' },
      browse_vs_pk: { of: 'browse', over: 'pk_page', by: 'speed' },
      keyset_vs_pk: { of: 'keyset', over: 'pk_page', by: 'speed' },
      facets_vs_page: { of: 'facets', over: 'common', by: 'speed' },
      facets_all_vs_browse: { of: 'facets_all', over: 'browse', by: 'speed' },
    },
    figures: slowest({ db, streamerId, queries, search, like, throughTrigrams, after }),
    async [Symbol.asyncDispose]() {
      await Promise.all([owner.end(), close(), pool.end()])
    },
  }
}

/** The same words by `ILIKE`, in whatever way PostgreSQL plans it. */
const likeIn = (db: Db) => async (word: string, category?: string) => {
  const { rows } = await sql`
    SELECT entry.*, report.code FROM like_entry AS entry JOIN report ON report.item_id = entry.item_id
    WHERE entry.title ILIKE ${`%${word}%`} AND ${category ? sql`entry.category_code = ${category}` : sql`true`}
    ORDER BY entry.listed_at DESC, entry.item_id DESC LIMIT ${PAGE + 1}`.execute(db)
  if (rows.length === 0) throw new Error(`nothing was found for ${word}`)
}

/** A connection that finds words by the trigram index and by nothing else. */
async function openTrigrams(url: string) {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  await client.query('SET enable_seqscan = off; SET enable_indexscan = off')
  const throughTrigrams = async (word: string, category?: string) => {
    const { rows } = await client.query(
      `SELECT * FROM like_entry WHERE title ILIKE $1 AND ${category ? 'category_code = $2' : '$2::text IS NULL'}
       ORDER BY ${category ? 'price_fen, item_id' : 'listed_at DESC, item_id DESC'} LIMIT ${PAGE + 1}`,
      [`%${word}%`, category ?? null],
    )
    if (rows.length === 0) throw new Error(`nothing was found for ${word}`)
  }
  return { throughTrigrams, close: () => client.end() }
}

interface Asked {
  db: Db
  streamerId: string
  queries: number
  search(filters: PlazaFilters, sort?: PlazaSort, cursor?: string): Promise<unknown>
  like(word: string, category?: string): Promise<void>
  /** In a category, its cheapest first. */
  throughTrigrams(word: string, category?: string): Promise<void>
  /** Cursors of later pages. */
  after: string[]
}

/** The slow ones among so many, for words of every kind; what the same asked by `ILIKE` takes stands beside it. */
function slowest({
  db,
  streamerId,
  queries,
  search,
  like,
  throughTrigrams,
  after,
}: Asked): Record<string, () => Promise<number>> {
  const beside = (
    what: string,
    run: (at: number) => Promise<unknown>,
    byLike: (at: number) => Promise<void>,
  ) => {
    const taken = { ours: Number.NaN, like: Number.NaN }
    return {
      [`${what}_p95_ms`]: async () => (taken.ours = await p95(queries, run)),
      [`${what}_like_p95_ms`]: async () => (taken.like = await p95(queries, byLike)),
      [`${what}_p95_vs_like`]: async () => rounded(taken.like / taken.ours),
    }
  }
  return {
    ...beside(
      'rare',
      at => search({ text: rareWord(at * 37) }),
      at => like(rareWord(at * 37)),
    ),
    ...beside(
      'common',
      at => search({ text: common(at) }),
      at => like(common(at)),
    ),
    ...beside(
      'rare_category',
      at => search({ text: rareOf(at, 0), categories: ['phone'] }),
      at => like(rareOf(at, 0), 'phone'),
    ),
    ...beside(
      'common_through_trigrams',
      at => search({ text: common(at) }),
      at => throughTrigrams(common(at)),
    ),
    ...beside(
      'common_category_price',
      () => search({ text: '国行', categories: ['phone'] }, 'price_asc'),
      () => throughTrigrams('国行', 'phone'),
    ),
    pk_page_p95_ms: () => p95(queries, at => readByKey(db, at)),
    browse_p95_ms: () => p95(queries, () => search({})),
    keyset_p95_ms: () => p95(queries, at => search({}, 'newest', after[at % after.length])),
    contradiction_p95_ms: () =>
      p95(queries, () =>
        searchPlaza(db, {
          filters: { text: '手袋', categories: ['phone'] },
          sort: 'newest',
          limit: PAGE,
          streamerId,
        }),
      ),
    two_common_p95_ms: () => p95(queries, at => search({ text: `${common(at)} 二手` }, 'price_asc')),
  }
}

/** As many rows as a page has, by nothing but their key. */
const readByKey = (db: Db, at: number) =>
  sql`SELECT * FROM item WHERE id > (SELECT item_id FROM plaza_entry OFFSET ${at % 100} LIMIT 1) ORDER BY id LIMIT ${PAGE + 1}`.execute(
    db,
  )

const common = (at: number) => COMMON[at % COMMON.length] as string

/** A rare word that stands in titles of this one of the four categories. */
function rareOf(at: number, category: number): string {
  return rareWord((at * 4 + category) % RARE_EVERY)
}

async function cursorsOf(
  search: (
    filters: PlazaFilters,
    sort?: PlazaSort,
    cursor?: string,
  ) => Promise<{ nextCursor: string | null }>,
  pages: number,
): Promise<string[]> {
  const cursors: string[] = []
  for (let page = 0; page < pages; page++) {
    const { nextCursor } = await search({}, 'newest', cursors.at(-1))
    if (nextCursor === null) break
    cursors.push(nextCursor)
  }
  return cursors
}

async function p95(times: number, run: (at: number) => Promise<unknown>): Promise<number> {
  const taken: number[] = []
  for (let at = 0; at < times; at++) {
    const began = performance.now()
    await run(at)
    taken.push(performance.now() - began)
  }
  return rounded(taken.toSorted((a, b) => a - b)[Math.floor(times * 0.95)] ?? 0)
}
