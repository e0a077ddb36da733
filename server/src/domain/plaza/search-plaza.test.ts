import { buildItem, buildParty } from '@haowu/server/test/build-item.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { GRADES } from '@haowu/shared/catalog.ts'
import { PLAZA_SORTS, type PlazaFilters, type PlazaSort, plazaFilters } from '@haowu/shared/plaza.ts'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { promiseShipping } from '#domain/catalog/ship-promise.ts'
import { blockStreamer } from '#domain/commission/block-streamer.ts'
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
  const MODELS = ['iPhone 15', 'Mate 60 Pro', '行者', null] as const
  const CATEGORIES = ['phone', 'luxury_bag', 'watch'] as const
  /** Of the three suppliers: what each promises, and what this streamer gets of each category. */
  const SHIP_HOURS = [24, 12, 48] as const
  const RATES = [
    { phone: 1_500, luxury_bag: 1_000, watch: 1_000 },
    { phone: null, luxury_bag: null, watch: 2_000 },
    { phone: null, luxury_bag: null, watch: null },
  ] as const
  interface Piece {
    itemId: string
    title: string
    brand: string | null
    model: string | null
    categoryCode: (typeof CATEGORIES)[number]
    grade: string
    kind: 'streamer' | 'third_party'
    daysAgo: number
    listedAgo: number
    stockKind: 'unique' | 'stocked'
    tier: string
    shipHours: number
    held: boolean
    priceFen: bigint
    rateBps: number | null
    commissionFen: bigint | null
  }
  let pieces: Piece[]

  beforeAll(async () => {
    await sql`DELETE FROM plaza_entry`.execute(t.db)
    await sql`DELETE FROM plaza_item_change`.execute(t.db)
    const suppliers = await Promise.all([0, 1, 2].map(() => buildParty(t.db, 'supplier')))
    const [first, second, third] = suppliers as [string, string, string]
    await sql`UPDATE party SET tier = CASE id WHEN ${first} THEN 'A' WHEN ${second} THEN 'C' ELSE 'B' END
      WHERE id = ANY(${suppliers}::uuid[])`.execute(t.db)
    const targeted = { kind: 'targeted' as const, name: '定向', serviceRateBps: 0, streamerIds: [streamerId] }
    await openPlan(first, 1_000)
    await createPlan(t, { ...targeted, supplierId: first, rateBps: 1_500, categoryCode: 'phone' })
    await createPlan(t, { ...targeted, supplierId: second, rateBps: 2_000, categoryCode: 'watch' })
    await openPlan(third, 3_000)
    await blockStreamer(t, { supplierId: third, streamerId, reason: '' })
    await promiseShipping(t, { supplierId: first, hours: 12 })
    await promiseShipping(t, { supplierId: first, hours: 24 })
    await promiseShipping(t, { supplierId: second, hours: 12 })
    pieces = []
    for (let at = 0; at < 54; at++) pieces.push(await buildPiece(at, suppliers))
    await refresh()
    for (const { itemId, listedAgo, held } of pieces) {
      await sql`UPDATE plaza_entry SET listed_at = listed_at - make_interval(days => ${listedAgo}) WHERE item_id = ${itemId}`.execute(
        t.db,
      )
      if (held) await hold(itemId)
    }
  })

  async function buildPiece(at: number, suppliers: string[]): Promise<Piece> {
    const supplier = Math.floor(at / 3) % 3
    const categoryCode = CATEGORIES[at % 3] ?? 'phone'
    const brand = BRANDS[at % 3] ?? null
    const model = MODELS[at % 4] ?? null
    const priceFen = BigInt(1_000 + (at % 8) * 500)
    const title = `${['手机', '手袋', '手表'][at % 3]} ${['国行', '港版'][at % 2]} A${at % 4}`
    const kind = categoryCode === 'phone' && at % 5 === 0 ? 'streamer' : 'third_party'
    const daysAgo = at % 4 === 0 ? 20 : at % 7
    const inspectedOn = new Date(Date.now() + 8 * 3_600_000 - daysAgo * 86_400_000).toISOString().slice(0, 10)
    const { itemId } = await buildItem(t.db, {
      supplierId: suppliers[supplier] as string,
      title,
      categoryCode,
      priceFen,
      reportContent: { kind, inspectedOn },
    })
    const grade = GRADES[at % GRADES.length] as string
    const stockKind = at % 9 === 0 ? ('stocked' as const) : ('unique' as const)
    await t.db
      .updateTable('item')
      .set({ brand, model, grade, stockKind, supplierSku: `K${at}` })
      .where('id', '=', itemId)
      .execute()
    const rateBps = RATES[supplier]?.[categoryCode] ?? null
    return {
      itemId,
      title,
      brand,
      model,
      categoryCode,
      grade,
      kind,
      daysAgo,
      stockKind,
      priceFen,
      rateBps,
      listedAgo: at % 5,
      tier: ['A', 'C', 'B'][supplier] as string,
      shipHours: SHIP_HOURS[supplier] as number,
      held: stockKind === 'unique' && at % 6 > 3,
      commissionFen: rateBps === null ? null : (priceFen * BigInt(rateBps)) / 10_000n,
    }
  }

  let holds = 0
  /** By turns for a show and for a buyer. */
  async function hold(itemId: string): Promise<void> {
    if (holds++ % 2 === 0) {
      await sql`UPDATE item SET state = 'checkout_held', checkout_order_id = uuid_v7(),
        checkout_until = app_now() + interval '1 hour' WHERE id = ${itemId}`.execute(t.db)
      return
    }
    await sql`
      WITH show AS (
        INSERT INTO live_session (streamer_id, title, room_code, starts_at, ends_at, state)
        VALUES (${streamerId}, '测试场', upper(substr(md5(random()::text), 1, 8)), app_now() + make_interval(days => ${holds}),
          app_now() + make_interval(days => ${holds}, hours => 4), 'planned') RETURNING id
      ), held AS (
        INSERT INTO live_hold (item_id, listing_generation, session_id, streamer_id, supplier_id, hold_token, terms, exposure_fen, until)
        SELECT item.id, 1, show.id, ${streamerId}, item.supplier_id, 1, '{}', 0, app_now() + interval '4 hours' FROM item, show
        WHERE item.id = ${itemId} RETURNING id, item_id, until
      )
      UPDATE item SET state = 'live_held', live_hold_id = held.id, live_hold_until = held.until FROM held WHERE item.id = held.item_id
    `.execute(t.db)
  }

  const some = <T>(values: readonly T[]) =>
    fc.option(fc.uniqueArray(fc.constantFrom(...values), { minLength: 1 }), { nil: undefined, freq: 2 })
  /** Most searches narrow by a few things; with all at once nothing would ever be found. */
  const maybe = <T>(...values: T[]) => fc.option(fc.constantFrom(...values), { nil: undefined, freq: 2 })
  const filters = fc.record({
    categories: some(CATEGORIES),
    brands: some(['苹果', '华为']),
    models: maybe(['iPhone 15'], ['Mate 60 Pro'], ['行者'], ['iPhone 15', '行者'], ['iPhone']),
    grades: some(GRADES),
    reportKind: maybe('streamer', 'third_party'),
    freshDays: maybe(1, 5, 10),
    stockKind: maybe('unique', 'stocked'),
    tiers: maybe(['A'], ['B', 'C'], ['D']),
    shipHours: maybe(11, 12, 24, 48),
    listedDays: maybe(0, 1, 3),
    minFen: maybe('1500', '3000'),
    maxFen: maybe('2500', '4000'),
    minRateBps: maybe(1_000, 1_200, 2_000),
    minCommissionFen: maybe('150', '400'),
    freeOnly: maybe(true),
    heldOnly: maybe(true),
    text: maybe('手机', '手', '国行 手表', 'a1', '港版', 'gh', '没有', '手机 国'),
  })
  /** Each of the filters by itself, with all values it may have here, and any of them together. */
  const narrowed = fc.oneof(
    filters,
    fc
      .tuple(filters, fc.constantFrom(...(Object.keys(plazaFilters.shape) as (keyof PlazaFilters)[])))
      .map(([all, one]) => ({ [one]: all[one] })),
    fc
      .tuple(
        filters,
        fc.uniqueArray(fc.constantFrom(...(Object.keys(plazaFilters.shape) as (keyof PlazaFilters)[])), {
          minLength: 2,
          maxLength: 3,
        }),
      )
      .map(([all, few]) => Object.fromEntries(few.map(one => [one, all[one]]))),
  )

  const fits = (piece: Piece, wanted: PlazaFilters) =>
    (wanted.categories?.includes(piece.categoryCode) ?? true) &&
    (wanted.brands?.includes(piece.brand ?? '') ?? true) &&
    (wanted.models?.includes(piece.model ?? '') ?? true) &&
    (wanted.grades?.includes(piece.grade as '95') ?? true) &&
    (wanted.reportKind ?? piece.kind) === piece.kind &&
    piece.daysAgo < (wanted.freshDays ?? 999) &&
    (wanted.stockKind ?? piece.stockKind) === piece.stockKind &&
    (wanted.tiers?.includes(piece.tier as 'A') ?? true) &&
    piece.shipHours <= (wanted.shipHours ?? 999) &&
    piece.listedAgo <= (wanted.listedDays ?? 999) &&
    (piece.rateBps ?? 0) >= (wanted.minRateBps ?? 0) &&
    (piece.commissionFen ?? 0n) >= BigInt(wanted.minCommissionFen ?? 0) &&
    !(wanted.freeOnly && piece.held) &&
    (piece.held || !wanted.heldOnly) &&
    piece.priceFen >= BigInt(wanted.minFen ?? 0) &&
    piece.priceFen <= BigInt(wanted.maxFen ?? 1_000_000) &&
    (wanted.text ?? '')
      .split(' ')
      .every(word =>
        word === 'gh'
          ? piece.title.includes('国行')
          : `${piece.title} ${piece.brand} ${piece.model}`.toLowerCase().includes(word),
      )

  test('every filter there is has a say here', () => {
    const said = fc
      .sample(filters, 300)
      .flatMap(one => Object.entries(one).filter(([, value]) => value !== undefined))
    expect(new Set(said.map(([name]) => name))).toEqual(new Set(Object.keys(plazaFilters.shape)))
  })

  test('every filter and order finds the same pieces, page by page, in that order', async () => {
    const sellThrough = await readSellThrough(t.db, streamerId)
    const keyOf: Record<PlazaSort, (piece: Piece) => bigint | null> = {
      newest: piece => -BigInt(piece.listedAgo),
      price_asc: piece => -piece.priceFen,
      price_desc: piece => piece.priceFen,
      commission: piece => piece.commissionFen,
      expected: ({ commissionFen, categoryCode }) =>
        commissionFen === null ? null : commissionFen * BigInt(sellThrough[categoryCode]),
    }
    let hits = 0
    await fc.assert(
      fc.asyncProperty(
        narrowed,
        fc.constantFrom(...PLAZA_SORTS),
        fc.integer({ min: 3, max: 20 }),
        async (wanted, sort, limit) => {
          const found = await idsOf(wanted as PlazaFilters, sort, limit)
          const key = keyOf[sort]
          const expected = pieces.filter(piece => fits(piece, wanted as PlazaFilters) && key(piece) !== null)
          hits += expected.length
          expect([...found].sort()).toEqual(expected.map(piece => piece.itemId).sort())
          const keys = found.map(id => key(pieces.find(piece => piece.itemId === id) as Piece) as bigint)
          expect(keys).toEqual(keys.toSorted((a, b) => (a < b ? 1 : a > b ? -1 : 0)))
        },
      ),
      { numRuns: 160 },
    )
    expect(hits).toBeGreaterThan(500)
  })

  test('facets count what each value would leave, under the other filters', async () => {
    await fc.assert(
      fc.asyncProperty(narrowed, async wanted => {
        const all = wanted as PlazaFilters
        const facets = await countPlazaFacets(t.db, all, streamerId)
        const left = (without: Partial<PlazaFilters>) =>
          pieces.filter(one => fits(one, { ...all, ...without }))
        const count = (without: Partial<PlazaFilters>, value: (piece: Piece) => string | null) => {
          const counts: Record<string, number> = {}
          for (const piece of left(without)) {
            const key = value(piece)
            if (key !== null) counts[key] = (counts[key] ?? 0) + 1
          }
          return counts
        }
        const anyHold = left({ freeOnly: undefined, heldOnly: undefined })
        const within = (hours: number) =>
          left({ shipHours: undefined }).filter(one => one.shipHours <= hours).length
        expect(facets).toEqual({
          capped: false,
          total: left({}).length,
          categories: count({ categories: undefined }, piece => piece.categoryCode),
          brands: count({ brands: undefined }, piece => piece.brand),
          models: count({ models: undefined }, piece => piece.model),
          grades: count({ grades: undefined }, piece => piece.grade),
          reportKinds: count({ reportKind: undefined }, piece => piece.kind),
          stockKinds: count({ stockKind: undefined }, piece => piece.stockKind),
          tiers: count({ tiers: undefined }, piece => piece.tier),
          shipHours: { 12: within(12), 24: within(24), 48: within(48) },
          free: anyHold.filter(piece => !piece.held).length,
          held: anyHold.filter(piece => piece.held).length,
        })
      }),
      { numRuns: 50 },
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
    expect(await own()).toMatchObject({ fresh: 1, sinceYesterday: 1 })
    await markSearchSeen(t, { streamerId, searchId })
    expect(await own()).toMatchObject({ fresh: 0, sinceYesterday: 1 })
    const listedOn = (daysAgo: number) =>
      sql`UPDATE plaza_entry SET listed_at = (business_day(app_now()) - ${daysAgo}::int)::timestamp AT TIME ZONE interval '8 hours'
        WHERE item_id = (SELECT id FROM item WHERE title = '新到货一')`.execute(t.db)
    await listedOn(1)
    expect(await own()).toMatchObject({ sinceYesterday: 1 })
    await listedOn(2)
    expect(await own()).toMatchObject({ sinceYesterday: 0 })
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
