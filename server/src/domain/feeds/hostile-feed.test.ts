import { gzipSync } from 'node:zlib'
import type { FeedFailure } from '@haowu/shared/feeds.ts'
import { buildParty } from '@haowu/server/test/build-item.ts'
import { type Answer, type FeedDesk, jsonSource, openFeedDesk } from '@haowu/server/test/feed-desk.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createFeedHttp } from '#gateways/open-feed-http.ts'
import type { FeedPaging } from './feed-config.ts'
import { runFeed } from './run-feed.ts'

let t: TestDatabase
let source: FeedDesk
beforeAll(async () => {
  t = await createTestDatabase()
  source = await openFeedDesk(t)
})
afterAll(async () => {
  await source[Symbol.asyncDispose]()
  await t[Symbol.asyncDispose]()
})

const goods = (count: number, from = 0) =>
  Array.from({ length: count }, (_, at) => ({ id: `H-${from + at}`, name: `柜子 ${from + at}`, price: 100 }))
const list = (count: number, from = 0) => JSON.stringify({ items: goods(count, from), total: count })
const text =
  (body: string | Buffer, headers: Record<string, string> = {}, status = 200): Answer =>
  (_, response) =>
    response.writeHead(status, headers).end(body)
const query = (request: { url?: string | undefined }, name: string) =>
  new URL(request.url ?? '', source.url).searchParams.get(name)

const PAGED: FeedPaging = { kind: 'page', parameter: 'page', first: 1, size: 5 }
const CURSOR: FeedPaging = { kind: 'cursor', parameter: 'after', path: 'next' }
const LINK: FeedPaging = { kind: 'link' }

/** A source of twenty pieces, all of them here, that says by silence what is gone: the one that can do the most harm. */
async function withGoods(paging?: FeedPaging) {
  const supplierId = await buildParty(t.db, 'supplier')
  const definition = jsonSource(source.url)
  const feedId = await source.create(supplierId, { mode: 'full', definition })
  source.answer(text(list(20)))
  expect(await source.sync(supplierId, feedId)).toMatchObject({ outcome: 'applied', counts: { new: 20 } })
  if (paging) {
    definition.config.paging = paging
    await t.owner.query('UPDATE feed_source SET config = $1 WHERE id = $2', [
      JSON.stringify(definition.config),
      feedId,
    ])
  }
  return { supplierId, feedId }
}

async function standing({ supplierId, feedId }: { supplierId: string; feedId: string }) {
  const { rows: items } = await t.owner.query(
    'SELECT supplier_sku, state, version, price_fen FROM item WHERE supplier_id = $1 ORDER BY 1',
    [supplierId],
  )
  const { confirmedAt, lastFullAt } = await source.see(supplierId, feedId)
  return { items, confirmedAt, lastFullAt }
}

const PAGE = '<!doctype html><html><body>请登录</body></html>'

describe('a hostile source changes nothing and vouches for nothing', () => {
  test.each<[string, FeedFailure, Answer, FeedPaging?]>([
    ['answers 500', 'source_error', text('oops', {}, 500)],
    ['answers 404', 'status_refused', text('gone', {}, 404)],
    ['answers 401', 'keys_refused', text('who are you', {}, 401)],
    ['answers 403', 'keys_refused', text('no', {}, 403)],
    ['answers 429 for an hour', 'throttled', text('', { 'retry-after': '3600' }, 429)],
    [
      'answers 503 until a date',
      'throttled',
      text('', { 'retry-after': new Date(Date.now() + 9e5).toUTCString() }, 503),
    ],
    ['answers a page with 200', 'answer_is_page', text(PAGE, { 'content-type': 'text/html' })],
    ['answers nonsense', 'answer_not_json', text('{"items" oops}')],
    ['breaks off its JSON', 'cut_off', text(list(20).slice(0, 300))],
    ['answers bytes that are no text', 'answer_not_json', text(Buffer.from([0x7b, 0xff, 0xfe, 0x7d]))],
    ['answers {"error"} with 200', 'answer_says_error', text('{"error":"token expired"}')],
    [
      'answers success: false with 200',
      'answer_says_error',
      text('{"success":false,"msg":"系统繁忙","items":[]}'),
    ],
    ['answers null', 'no_list', text('null')],
    ['answers another shape', 'no_list', text('{"data":[]}')],
    ['answers an empty list', 'no_rows', text('{"items":[],"total":0}')],
    ['answers a nest', 'answer_too_deep', text(`{"items":${'['.repeat(100)}${']'.repeat(100)}}`)],
    ['answers without keys', 'row_without_key', text('{"items":[{"name":"a"},{"name":"b"}]}')],
    [
      'lies about its length',
      'cut_off',
      (_, response) => {
        response.writeHead(200, { 'content-length': '100000' }).write(list(20))
        setTimeout(() => response.destroy(), 30)
      },
    ],
    [
      'breaks off its gzip',
      'cut_off',
      text(gzipSync(list(20)).subarray(0, 60), { 'content-encoding': 'gzip' }),
    ],
    [
      'sends to the cloud’s metadata',
      'redirect_refused',
      text('', { location: 'http://169.254.169.254/latest/meta-data/' }, 302),
    ],
    [
      'sends round in a circle',
      'redirect_refused',
      (request, response) => response.writeHead(302, { location: request.url ?? '/' }).end(),
    ],
    [
      'has no end',
      'too_large',
      (_, response) => {
        // As fast as it is read: a flood would drown the reader in the same process.
        response.write('{"items":["')
        const piece = Buffer.alloc(1024 * 1024, 'a')
        const more = () => {
          while (response.write(piece));
        }
        response.on('drain', more)
        more()
      },
    ],
    ['repeats its page', 'page_repeated', text(JSON.stringify({ items: goods(5) })), PAGED],
    [
      'repeats its cursor',
      'cursor_repeated',
      (request, response) => {
        const at = Number(query(request, 'after') ?? 0)
        response.end(JSON.stringify({ items: goods(5, at * 5), next: String((at % 3) + 1) }))
      },
      CURSOR,
    ],
    [
      'gives a cursor after an empty page',
      'empty_page',
      (request, response) => response.end(JSON.stringify({ items: [], next: `${query(request, 'after')}x` })),
      CURSOR,
    ],
    [
      'leaves a page empty on the way',
      'empty_page',
      (request, response) =>
        response.end(
          JSON.stringify({
            items: query(request, 'page') === '2' ? [] : goods(5, 5 * Number(query(request, 'page'))),
            total: 20,
          }),
        ),
      PAGED,
    ],
    [
      'is rebuilt while it is read',
      'total_moved',
      (request, response) =>
        response.end(
          JSON.stringify({
            items: goods(5, 5 * Number(query(request, 'page'))),
            total: 20 * Number(query(request, 'page')),
          }),
        ),
      PAGED,
    ],
    [
      'links to another host',
      'redirect_refused',
      text(list(5), { link: '<https://evil.example.com/2>; rel="next"' }),
      LINK,
    ],
  ])('%s: %s', async (_, failure, answer, paging) => {
    const feed = await withGoods(paging)
    const before = await standing(feed)
    source.answer(answer)
    expect(await source.sync(feed.supplierId, feed.feedId)).toMatchObject({
      outcome: 'failed',
      failure,
      importId: null,
    })
    expect(await standing(feed)).toEqual(before)
  })

  test('is 90 % smaller at once: a person has to look', async () => {
    const feed = await withGoods()
    const before = await standing(feed)
    source.answer(text(list(2)))
    expect(await source.sync(feed.supplierId, feed.feedId)).toMatchObject({ outcome: 'waiting' })
    expect(await standing(feed)).toEqual(before)
  })

  test('has its prices in dollars one day: other_currency', async () => {
    const feed = await withGoods()
    const before = await standing(feed)
    await t.owner.query(
      `UPDATE feed_source SET config = config || '{"currencyPath": "currency"}' WHERE id = $1`,
      [feed.feedId],
    )
    source.json({ items: goods(20).map(item => ({ ...item, currency: 'USD' })), total: 20 })
    expect(await source.sync(feed.supplierId, feed.feedId)).toMatchObject({
      outcome: 'failed',
      failure: 'other_currency',
    })
    expect(await standing(feed)).toEqual(before)
  })

  test('has all its prices in fen one day: a person has to look', async () => {
    const feed = await withGoods()
    const before = await standing(feed)
    source.json({ items: goods(20).map(item => ({ ...item, price: 10_000 })), total: 20 })
    expect(await source.sync(feed.supplierId, feed.feedId)).toMatchObject({ outcome: 'waiting' })
    expect(await standing(feed)).toEqual(before)
  })

  test('moves pieces between pages while it is read: each is taken once, and none is missed for gone', async () => {
    const feed = await withGoods(PAGED)
    source.answer((request, response) => {
      const page = Number(query(request, 'page'))
      // A piece was put in front after the first page, so that each later page begins with the last of the one before.
      const from = page === 1 ? 0 : (page - 1) * 5 - 1
      const items = goods(Math.min(5, 20 - from), from).map(item => ({ ...item, price: 101 }))
      response.end(JSON.stringify({ items, total: page === 1 ? 20 : 21 }))
    })
    expect(await source.sync(feed.supplierId, feed.feedId)).toMatchObject({
      outcome: 'applied',
      counts: { changed: 20, errors: 0 },
    })
    const { items } = await standing(feed)
    expect(items.filter(({ state }) => state === 'withdrawn')).toEqual([])
  })
})

test('a name that leads into a private network one day is not followed, and nothing is taken for gone', async () => {
  const feed = await withGoods()
  const before = await standing(feed)
  await t.owner.query(
    `UPDATE feed_source SET next_due_at = app_now(), config = config || '{"url": "https://erp.example.com/items"}' WHERE id = $1`,
    [feed.feedId],
  )
  let looked = 0
  const resolve = async () => {
    looked++
    // The first address would be connected to; the second one shows where the name leads now.
    return [
      { address: '1.1.1.1', family: 4 },
      { address: '10.0.0.7', family: 4 },
    ]
  }
  const asked = source.asked.length
  const feedHttp = createFeedHttp({ allowLoopback: true, resolve })
  await runFeed({ ...source.deps, feedHttp }, feed.feedId)
  await feedHttp.close()
  expect([looked > 0, source.asked.length]).toEqual([true, asked])
  expect((await source.see(feed.supplierId, feed.feedId)).lastRun).toMatchObject({
    outcome: 'failed',
    failure: 'address_refused',
    importId: null,
  })
  expect(await standing(feed)).toEqual(before)
})

describe('a table behind an address', () => {
  const table = (rows: number) =>
    [
      '商家编码,标题,类目,价格',
      ...goods(rows).map(({ id, name, price }) => `${id},${name},家具,${price}`),
    ].join('\n')
  const csv = () => ({ kind: 'csv' as const, config: { url: source.url, auth: { kind: 'none' as const } } })

  test('is not fetched again while its tag stands, nor imported again while its bytes are the same', async () => {
    const supplierId = await buildParty(t.db, 'supplier')
    const feedId = await source.create(supplierId, { mode: 'full', definition: csv() })
    source.answer(text(table(20), { etag: '"one"' }))
    expect(await source.sync(supplierId, feedId)).toMatchObject({ outcome: 'applied', counts: { new: 20 } })
    const first = await source.see(supplierId, feedId)
    source.answer((request, response) =>
      response.writeHead(request.headers['if-none-match'] === '"one"' ? 304 : 500).end(),
    )
    expect(await source.sync(supplierId, feedId)).toMatchObject({ outcome: 'unchanged', importId: null })
    const second = await source.see(supplierId, feedId)
    expect(Date.parse(second.confirmedAt ?? '')).toBeGreaterThan(Date.parse(first.confirmedAt ?? ''))
    source.answer(text(table(20), { etag: '"two"' }))
    expect(await source.sync(supplierId, feedId)).toMatchObject({ outcome: 'unchanged', importId: null })
    source.answer(text(table(19), { etag: '"three"' }))
    expect(await source.sync(supplierId, feedId)).toMatchObject({
      outcome: 'applied',
      counts: { missing: 1 },
    })
  })

  test.each<[string, FeedFailure, Answer]>([
    ['is a page', 'answer_is_page', text(PAGE)],
    ['is empty', 'import_refused', text('')],
    [
      'is a picture',
      'import_refused',
      text(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0])),
    ],
    ['lost its key column', 'import_refused', text('标题,类目,价格\n柜子,家具,100\n')],
    ['has only its header', 'import_refused', text('商家编码,标题,类目,价格\n')],
    ['is cut within a quote', 'import_refused', text('商家编码,标题,类目,价格\nH-1,"柜子,家具,100\n')],
    [
      'is too large',
      'too_large',
      (_, response) => {
        // As fast as it is read: a flood would drown the reader in the same process.
        const piece = Buffer.alloc(1024 * 1024, 'a,b\n')
        const more = () => {
          while (response.write(piece));
        }
        response.on('drain', more)
        more()
      },
    ],
  ])('that %s changes nothing', async (_, failure, answer) => {
    const supplierId = await buildParty(t.db, 'supplier')
    const feedId = await source.create(supplierId, { mode: 'full', definition: csv() })
    source.answer(text(table(20)))
    await source.sync(supplierId, feedId)
    const before = await standing({ supplierId, feedId })
    source.answer(answer)
    expect(await source.sync(supplierId, feedId)).toMatchObject({ outcome: 'failed', failure })
    expect(await standing({ supplierId, feedId })).toEqual(before)
  })
})
