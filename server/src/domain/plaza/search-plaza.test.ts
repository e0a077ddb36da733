import { buildItem, buildParty } from '@haowu/server/test/build-item.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { GRADES } from '@haowu/shared/catalog.ts'
import { PLAZA_SORTS, type PlazaFilters, type PlazaSort, plazaFilters } from '@haowu/shared/plaza.ts'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createPlan } from '#domain/commission/create-plan.ts'
import { countPlazaFacets } from './count-facets.ts'
import { listSavedSearches } from './list-saved-searches.ts'
import { refreshEntries } from './refresh-entries.ts'
import { refreshTerms } from './refresh-terms.ts'
import { markSearchSeen, removeSearch, saveSearch } from './saved-search.ts'
import { searchPlaza } from './search-plaza.ts'
import { readSellThrough } from './sell-through.ts'

let t: TestDatabase
let streamerId: string
beforeAll(async () => {
  t = await createTestDatabase()
  streamerId = await buildParty(t.db, 'streamer')
})
afterAll(() => t[Symbol.asyncDispose]())

async function refresh(): Promise<void> {
  await refreshEntries(t)
  await refreshTerms(t)
}

/** Every page of the answer, a few rows at a time. */
async function idsOf(filters: PlazaFilters, sort: PlazaSort = 'newest', limit = 7): Promise<string[]> {
  const ids: string[] = []
  for (let cursor: string | undefined, page = 0; page < 100; page++) {
    const found = await searchPlaza(t.db, { filters, sort, cursor, limit, streamerId })
    ids.push(...found.rows.map(row => row.itemId))
    if (found.nextCursor === null) return ids
    cursor = found.nextCursor
  }
  throw new Error('the pages do not end')
}

async function openPlan(supplierId: string, rateBps: number, categoryCode: string | null = null) {
  const plan = { supplierId, kind: 'open' as const, name: '普通', categoryCode, streamerIds: [] }
  return createPlan(t, { ...plan, rateBps, serviceRateBps: 0 })
}

describe('an entry follows its item', () => {
  const word = '跟随'
  const seen = () => idsOf({ text: word })

  test('found when listed, under its new name when renamed, by its new price', async () => {
    const { itemId } = await buildItem(t.db, { title: `${word}手机` })
    expect(await seen()).toEqual([])
    await refresh()
    expect(await seen()).toEqual([itemId])
    await t.db
      .updateTable('item')
      .set({ title: '改名手机', priceFen: 77n })
      .where('id', '=', itemId)
      .execute()
    await refresh()
    expect(await seen()).toEqual([])
    expect(await idsOf(plazaFilters.parse({ text: '改名', maxFen: '77' }))).toEqual([itemId])
  })

  test.each([
    ['sold', sql`UPDATE item SET state = 'sold'`],
    ['withdrawn', sql`UPDATE item SET state = 'withdrawn'`],
    [
      'without its report in force',
      sql`UPDATE report SET state = 'revoked', revoked_at = app_now() FROM item`,
    ],
    ['none left', sql`UPDATE item SET qty = 0`],
  ])('gone at once when %s, before anything was refreshed, and afterwards', async (_, change) => {
    const { itemId } = await buildItem(t.db, { title: `${word}一件` })
    await refresh()
    expect(await seen()).toEqual([itemId])
    const where = change.toOperationNode().sqlFragments.join('').includes('report')
      ? sql`WHERE report.id = item.report_id AND item.id = ${itemId}`
      : sql`WHERE id = ${itemId}`
    await sql`${change} ${where}`.execute(t.db)
    expect(await seen()).toEqual([])
    await refresh()
    expect(await entriesOf(itemId)).toBe(0)
  })

  test('a hold leaves it where it is, and changes nothing that is searched', async () => {
    const { itemId } = await buildItem(t.db, { title: `${word}锁货` })
    await refresh()
    await sql`UPDATE item SET state = 'live_held', live_hold_id = uuid_v7(), live_hold_until = app_now() + interval '1 hour'
      WHERE id = ${itemId}`.execute(t.db)
    expect((await sql`SELECT FROM plaza_item_change WHERE item_id = ${itemId}`.execute(t.db)).rows).toEqual(
      [],
    )
    const { rows } = await searchPlaza(t.db, {
      filters: { text: word },
      sort: 'newest',
      limit: 5,
      streamerId,
    })
    expect(rows).toMatchObject([{ itemId, held: true }])
    expect(await idsOf({ text: word, freeOnly: true })).toEqual([])
  })

  test('two that refresh at once, while items change, end with what the items say', async () => {
    const items = await Promise.all(Array.from({ length: 30 }, () => buildItem(t.db, { title: '并发一号' })))
    const change = (at: number) =>
      sql`UPDATE item SET title = ${`并发二号${at}`}, price_fen = ${100 + at} WHERE id = ${items[at]?.itemId}`.execute(
        t.db,
      )
    await Promise.all([refresh(), refresh(), ...items.map((_, at) => change(at)), refresh()])
    await refresh()
    const { rows } = await sql<{ n: number }>`
      SELECT count(*)::int AS n FROM plaza_entry AS entry JOIN item ON item.id = entry.item_id
      WHERE item.title LIKE '并发二号%' AND entry.price_fen = item.price_fen`.execute(t.db)
    expect(rows).toEqual([{ n: 30 }])
    expect((await idsOf({ text: '并发二号' })).length).toBe(30)
  })
})

async function entriesOf(itemId: string): Promise<number> {
  return (await t.db.selectFrom('plazaEntry').select('itemId').where('itemId', '=', itemId).execute()).length
}

describe('commission', () => {
  test('a plan, a change of rate and a rate whose time has come move the pieces', async () => {
    const supplierId = await buildParty(t.db, 'supplier')
    const [cheap, dear] = [
      await buildItem(t.db, { supplierId, priceFen: 10_000n, title: '佣金甲' }),
      await buildItem(t.db, { supplierId, priceFen: 20_000n, title: '佣金乙', categoryCode: 'watch' }),
    ]
    await refresh()
    const byCommission = () => idsOf({ text: '佣金' }, 'commission')
    expect(await byCommission()).toEqual([])
    const { planId } = await openPlan(supplierId, 1_000)
    await refresh()
    expect(await byCommission()).toEqual([dear.itemId, cheap.itemId])
    await openPlan(supplierId, 2_500, 'phone')
    await refresh()
    expect(await byCommission()).toEqual([cheap.itemId, dear.itemId])

    await sql`INSERT INTO plan_rate (plan_id, version, rate_bps, effective_from)
      VALUES (${planId}, 2, 2000, app_now() - interval '1 minute')`.execute(t.db)
    await sql`DELETE FROM plaza_terms_change`.execute(t.db)
    await sql`UPDATE plaza_terms_clock SET as_of = app_now() - interval '1 hour'`.execute(t.db)
    await refresh()
    expect(await byCommission()).toEqual([dear.itemId, cheap.itemId])
    expect(await idsOf({ text: '佣金', minRateBps: 2_100 })).toEqual([cheap.itemId])
    expect(await idsOf(plazaFilters.parse({ text: '佣金', minCommissionFen: '4000' }))).toEqual([dear.itemId])
  })

  test('of very many pieces is written in slices, all of them', async () => {
    const supplierId = await buildParty(t.db, 'supplier')
    await sql`INSERT INTO plaza_entry (item_id, supplier_id, category_code, grade, report_kind, inspected_on,
        report_expires_at, stock_kind, tier, price_fen, listed_at, tokens)
      SELECT uuid_v7(), ${supplierId}, 'phone', '95', 'third_party', current_date, app_now(), 'unique', 'B', 10000, app_now(), '{}'
      FROM generate_series(1, 4500)`.execute(t.db)
    await openPlan(supplierId, 700)
    await refresh()
    const { rows } = await sql`SELECT commission_fen::int AS fen, count(*)::int AS n FROM plaza_entry
      WHERE supplier_id = ${supplierId} GROUP BY 1`.execute(t.db)
    expect(rows).toEqual([{ fen: 700, n: 4_500 }])
    await sql`DELETE FROM plaza_entry WHERE supplier_id = ${supplierId}`.execute(t.db)
  })
})

describe('against a plain list of all that is on offer', () => {
  const BRANDS = ['苹果', '华为', null] as const
  const CATEGORIES = ['phone', 'luxury_bag', 'watch'] as const
  interface Piece {
    itemId: string
    title: string
    brand: string | null
    categoryCode: string
    grade: string
    priceFen: bigint
    commissionFen: bigint | null
  }
  let pieces: Piece[]

  beforeAll(async () => {
    await sql`DELETE FROM plaza_entry`.execute(t.db)
    await sql`DELETE FROM plaza_item_change`.execute(t.db)
    const suppliers = [await buildParty(t.db, 'supplier'), await buildParty(t.db, 'supplier')]
    await openPlan(suppliers[0] as string, 1_000)
    pieces = []
    for (let at = 0; at < 48; at++) {
      const supplier = at % 2
      const brand = BRANDS[at % 3] ?? null
      const categoryCode = CATEGORIES[at % 3] as string
      const priceFen = BigInt(1_000 + (at % 8) * 500)
      const title = `${['手机', '手表', '手袋'][at % 3]} ${['国行', '港版'][at % 2]} A${at % 4}`
      const { itemId } = await buildItem(t.db, {
        supplierId: suppliers[supplier] as string,
        title,
        categoryCode,
        priceFen,
      })
      const grade = GRADES[at % GRADES.length] as string
      await t.db
        .updateTable('item')
        .set({ brand, model: null, grade, supplierSku: `K${at}` })
        .where('id', '=', itemId)
        .execute()
      const commissionFen = supplier === 0 ? priceFen / 10n : null
      pieces.push({ itemId, title, brand, categoryCode, grade, priceFen, commissionFen })
    }
    await refresh()
  })

  const some = <T>(values: readonly T[]) =>
    fc.option(fc.uniqueArray(fc.constantFrom(...values), { minLength: 1 }), { nil: undefined })
  const filters = fc.record({
    categories: some(CATEGORIES),
    brands: some(['苹果', '华为']),
    grades: some(GRADES),
    minFen: fc.option(fc.constantFrom('1500', '3000'), { nil: undefined }),
    maxFen: fc.option(fc.constantFrom('2500', '4000'), { nil: undefined }),
    text: fc.option(fc.constantFrom('手机', '手', '国行 手表', 'a1', '港版', 'gh', '没有', '手机 国'), {
      nil: undefined,
    }),
  })

  const fits = (piece: Piece, wanted: PlazaFilters) =>
    (wanted.categories?.includes(piece.categoryCode as 'phone') ?? true) &&
    (wanted.brands?.includes(piece.brand ?? '') ?? true) &&
    (wanted.grades?.includes(piece.grade as '95') ?? true) &&
    piece.priceFen >= BigInt(wanted.minFen ?? 0) &&
    piece.priceFen <= BigInt(wanted.maxFen ?? 1_000_000) &&
    (wanted.text ?? '')
      .split(' ')
      .every(word =>
        word === 'gh' ? piece.title.includes('国行') : piece.title.toLowerCase().includes(word),
      )

  test('every filter and order finds the same pieces, page by page, in that order', async () => {
    const sellThrough = await readSellThrough(t.db, streamerId)
    const keyOf: Record<PlazaSort, (piece: Piece) => bigint | null> = {
      newest: () => 0n,
      price_asc: piece => -piece.priceFen,
      price_desc: piece => piece.priceFen,
      commission: piece => piece.commissionFen,
      expected: ({ commissionFen, categoryCode }) =>
        commissionFen === null ? null : commissionFen * BigInt(sellThrough[categoryCode as 'phone']),
    }
    await fc.assert(
      fc.asyncProperty(
        filters,
        fc.constantFrom(...PLAZA_SORTS),
        fc.integer({ min: 1, max: 20 }),
        async (wanted, sort, limit) => {
          const found = await idsOf(wanted as PlazaFilters, sort, limit)
          const key = keyOf[sort]
          const expected = pieces.filter(piece => fits(piece, wanted as PlazaFilters) && key(piece) !== null)
          expect([...found].sort()).toEqual(expected.map(piece => piece.itemId).sort())
          const keys = found.map(id => key(pieces.find(piece => piece.itemId === id) as Piece) as bigint)
          expect(keys).toEqual(keys.toSorted((a, b) => (a < b ? 1 : a > b ? -1 : 0)))
        },
      ),
      { numRuns: 120 },
    )
  })

  test('facets count what each value would leave, under the other filters', async () => {
    await fc.assert(
      fc.asyncProperty(filters, async wanted => {
        const facets = await countPlazaFacets(t.db, wanted as PlazaFilters)
        const count = (others: PlazaFilters, value: (piece: Piece) => string | null) => {
          const counts: Record<string, number> = {}
          for (const piece of pieces.filter(one => fits(one, others))) {
            const key = value(piece)
            if (key !== null) counts[key] = (counts[key] ?? 0) + 1
          }
          return counts
        }
        const all = wanted as PlazaFilters
        expect(facets).toMatchObject({
          capped: false,
          total: pieces.filter(piece => fits(piece, all)).length,
        })
        expect(facets.categories).toEqual(
          count({ ...all, categories: undefined }, piece => piece.categoryCode),
        )
        expect(facets.brands).toEqual(count({ ...all, brands: undefined }, piece => piece.brand))
        expect(facets.grades).toEqual(count({ ...all, grades: undefined }, piece => piece.grade))
      }),
      { numRuns: 40 },
    )
  })
})

describe('a saved search', () => {
  test('tells what came in since it was last looked at', async () => {
    const { searchId } = await saveSearch(t, {
      streamerId,
      name: '新到',
      filters: { text: '新到货' },
      sort: 'newest',
    })
    const own = async () =>
      (await listSavedSearches(t.db, { streamerId })).find(one => one.searchId === searchId)
    expect(await own()).toMatchObject({ name: '新到', fresh: 0 })
    await buildItem(t.db, { title: '新到货一' })
    await refresh()
    expect(await own()).toMatchObject({ fresh: 1 })
    await markSearchSeen(t, { streamerId, searchId })
    expect(await own()).toMatchObject({ fresh: 0 })
    await removeSearch(t, { streamerId, searchId })
    expect(await own()).toBeUndefined()
  })

  test('is kept under its name once, and no more than there may be', async () => {
    const other = await buildParty(t.db, 'streamer')
    const save = (name: string) => saveSearch(t, { streamerId: other, name, filters: {}, sort: 'newest' })
    const first = await save('同名')
    expect(await save('同名')).toEqual(first)
    for (let at = 1; at < 20; at++) await save(`第 ${at}`)
    await expect(save('再多')).rejects.toMatchObject({ code: 'limit_reached', facts: { limit: 20 } })
    await expect(removeSearch(t, { streamerId, searchId: first.searchId })).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})
