import { buildParty } from '@haowu/server/test/build-item.ts'
import { type FeedDesk, jsonSource, openFeedDesk } from '@haowu/server/test/feed-desk.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createFeed } from './create-feed.ts'
import type { FeedSettings } from './feed-settings.ts'

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

const goods = (count: number, price = 100) =>
  Array.from({ length: count }, (_, at) => ({ id: `V-${at}`, name: `柜子 ${at}`, price }))
const list = (count: number, price?: number) => ({ items: goods(count, price), total: count })
const vouchedFor = async (supplierId: string) =>
  (
    await t.owner.query(
      'SELECT supplier_sku AS sku FROM item WHERE supplier_id = $1 AND stock_feed_id IS NOT NULL ORDER BY 1',
      [supplierId],
    )
  ).rows.map(({ sku }) => sku)

describe('a source that names all it has but takes nothing off', () => {
  test.each(['delta', 'price_stock'] as const)(
    'by %s: vouches no longer for what it does not name, and again once it does',
    async mode => {
      const supplierId = await buildParty(t.db, 'supplier')
      const feedId = await source.create(supplierId)
      source.json(list(4))
      await source.sync(supplierId, feedId)
      await t.owner.query('UPDATE feed_source SET mode = $2, full_hour = NULL WHERE id = $1', [feedId, mode])
      if (mode === 'price_stock')
        await t.owner.query(
          `UPDATE feed_source SET config = jsonb_set(config, '{fields}', '{"sku":{"path":"id"},"price":{"path":"price"}}') WHERE id = $1`,
          [feedId],
        )
      source.json(list(4))
      await source.sync(supplierId, feedId)
      expect(await vouchedFor(supplierId)).toHaveLength(4)
      const { confirmedAt } = await source.see(supplierId, feedId)
      source.json(list(3))
      await source.sync(supplierId, feedId)
      expect(await vouchedFor(supplierId)).toEqual(['V-0', 'V-1', 'V-2'])
      const { rows } = await t.owner.query(
        `SELECT state, stock_confirmed_at FROM item WHERE supplier_id = $1 AND supplier_sku = 'V-3'`,
        [supplierId],
      )
      expect(rows[0].state).not.toBe('withdrawn')
      // As of when it was last named, not of when it was found gone.
      expect(rows[0].stock_confirmed_at.toISOString()).toBe(confirmedAt)
      source.json(list(4))
      await source.sync(supplierId, feedId)
      expect(await vouchedFor(supplierId)).toHaveLength(4)
    },
  )

  test('keeps vouching for all while a reading fails or is not whole', async () => {
    const supplierId = await buildParty(t.db, 'supplier')
    const feedId = await source.create(supplierId)
    source.json(list(4))
    await source.sync(supplierId, feedId)
    source.json({ items: goods(3), total: 4 })
    await source.sync(supplierId, feedId)
    expect(await vouchedFor(supplierId)).toHaveLength(4)
    source.answer((_, response) => response.writeHead(500).end())
    await source.sync(supplierId, feedId)
    expect(await vouchedFor(supplierId)).toHaveLength(4)
  })
})

const csvSource = (): FeedSettings['definition'] => ({
  kind: 'csv',
  config: { url: source.url, auth: { kind: 'none' } },
})
const table = (price: number) =>
  ['商家编码,标题,类目,价格', ...goods(4, price).map(({ id, name }) => `${id},${name},家具,${price}`)].join(
    '\n',
  )

test('what somebody held is tried again with the same bytes, once he let it go', async () => {
  const supplierId = await buildParty(t.db, 'supplier')
  const feedId = await source.create(supplierId, { definition: csvSource() })
  const answerWith = (price: number) =>
    source.answer((request, response) => {
      const tag = `"${price}"`
      if (request.headers['if-none-match'] === tag) response.writeHead(304).end()
      else response.writeHead(200, { etag: tag }).end(table(price))
    })
  answerWith(100)
  await source.sync(supplierId, feedId)
  const hold = (state: string) =>
    t.owner.query(`UPDATE item SET state = $2 WHERE supplier_id = $1 AND supplier_sku = 'V-0'`, [
      supplierId,
      state,
    ])
  await hold('sold')
  answerWith(90)
  expect(await source.sync(supplierId, feedId)).toMatchObject({
    outcome: 'applied',
    counts: { conflicts: 1 },
  })
  await hold('available')
  expect(await source.sync(supplierId, feedId)).toMatchObject({ outcome: 'applied' })
  const { rows } = await t.owner.query(
    `SELECT price_fen FROM item WHERE supplier_id = $1 AND supplier_sku = 'V-0'`,
    [supplierId],
  )
  expect(rows).toEqual([{ price_fen: 9_000n }])
  expect(await source.sync(supplierId, feedId)).toMatchObject({ outcome: 'unchanged' })
})

describe('a list in one answer', () => {
  test('is not sent again while its tag stands, which vouches for all of it', async () => {
    const supplierId = await buildParty(t.db, 'supplier')
    const feedId = await source.create(supplierId, { mode: 'full' })
    source.json(list(4), { etag: '"one"' })
    expect(await source.sync(supplierId, feedId)).toMatchObject({ outcome: 'applied' })
    const first = await source.see(supplierId, feedId)
    source.answer((request, response) =>
      response.writeHead(request.headers['if-none-match'] === '"one"' ? 304 : 500).end(),
    )
    expect(await source.sync(supplierId, feedId)).toMatchObject({ outcome: 'unchanged', importId: null })
    const second = await source.see(supplierId, feedId)
    expect(Date.parse(second.confirmedAt ?? '')).toBeGreaterThan(Date.parse(first.confirmedAt ?? ''))
  })

  test('in pages has no tag of its own', async () => {
    const supplierId = await buildParty(t.db, 'supplier')
    const definition = jsonSource(source.url)
    definition.config.paging = { kind: 'page', parameter: 'page', first: 1, size: 4 }
    const feedId = await source.create(supplierId, { definition })
    source.json(list(4), { etag: '"page"' })
    await source.sync(supplierId, feedId)
    await source.sync(supplierId, feedId)
    expect(source.asked.at(-1)?.headers['if-none-match']).toBeUndefined()
  })
})

describe('a key that a source takes in its address', () => {
  test('is kept as a key and stands in no address that is kept', async () => {
    const supplierId = await buildParty(t.db, 'supplier')
    const definition = jsonSource(`${source.url}?shop=7`)
    definition.config.auth = { kind: 'query', name: 'token' }
    const feedId = await source.create(supplierId, {
      definition: { ...definition, secret: { token: 'a&secret' } },
    })
    source.json(list(4))
    expect(await source.sync(supplierId, feedId)).toMatchObject({ outcome: 'applied' })
    expect(source.asked.at(-1)?.url).toBe('/items?shop=7&token=a%26secret')
    const { rows } = await t.owner.query(
      'SELECT row_to_json(feed_source)::text AS text FROM feed_source WHERE id = $1',
      [feedId],
    )
    expect(rows[0].text).not.toMatch(/a(&|%26)secret/)
  })

  test.each(['token', 'access_token', 'api-key', 'apiKey', 'KEY', 'app_secret', 'password'])(
    'typed into the address as %s is refused with where it belongs',
    async name => {
      const supplierId = await buildParty(t.db, 'supplier')
      const settings = { name: 'ERP', mode: 'delta', everyMinutes: 5, fullHour: null } as const
      const definition = jsonSource(`${source.url}?${name}=abc`)
      await expect(
        createFeed(source.deps, { supplierId, memberId: supplierId, settings: { ...settings, definition } }),
      ).rejects.toMatchObject({ code: 'feed_key_in_address', facts: { name } })
    },
  )

  test('a parameter that only sounds like one is none', async () => {
    const supplierId = await buildParty(t.db, 'supplier')
    await source.create(supplierId, { definition: jsonSource(`${source.url}?keyword=x&monkey=1&stock=1`) })
  })
})
