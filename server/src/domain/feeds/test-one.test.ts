import { type FeedServer, openFeedServer, type Play } from '@haowu/server/test/feed-server.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { deriveSecrets } from '#secrets.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { FEED_CONFIGS } from './feed-config.ts'
import { testFeed } from './test-feed.ts'

let t: TestDatabase
let server: FeedServer
beforeAll(async () => {
  t = await createTestDatabase()
  server = await openFeedServer()
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await t[Symbol.asyncDispose]()
})

test.each<[string, unknown, object]>([
  ['there', { it: { id: 'A-1', n: 1 } }, { answer: 'there', failure: null }],
  [
    'gone',
    {
      it: [
        { id: 'A-0', n: 9 },
        { id: 'A-1', n: 0 },
      ],
    },
    { answer: 'gone', failure: null },
  ],
  ['not named', { it: null }, { answer: 'unknown', failure: null }],
  ['refused', 404, { answer: 'unknown', failure: 'status_refused', facts: { status: 404 } }],
  ['late', 'never', { answer: 'unknown', failure: 'timed_out' }],
])('a test shows what a source would say before a sale: %s', async (_, said, expected) => {
  const play: Play = ({ url }, response) => {
    if (url.pathname === '/items') return { items: [{ id: 'A-1', n: 1 }] }
    if (typeof said === 'number') return void response.writeHead(said).end()
    return said === 'never' ? undefined : said
  }
  server.play(play)
  const config = FEED_CONFIGS.json.parse({
    url: `${server.origin}/items`,
    itemsPath: 'items',
    fields: { sku: { path: 'id' }, qty: { path: 'n' } },
    one: { url: `${server.origin}/items/{sku}`, path: 'it' },
  })
  const deps = { db: t.db, feedHttp: server.http, secrets: deriveSecrets('x'.repeat(32)) }
  const asked = {
    supplierId: crypto.randomUUID(),
    mode: 'price_stock',
    definition: { kind: 'json', config },
  } as const
  expect(await testFeed(deps, asked)).toMatchObject({ found: 1, one: { sku: 'A-1', ...expected } })
  expect(await testFeed(deps, { ...asked, sample: '{"items":[{"id":"A-1","n":1}]}' })).toMatchObject({
    found: 1,
    one: null,
  })
})

test('one item is asked for at the host of all, or the source is not taken', () => {
  const config = { url: 'https://erp.example.com/items', itemsPath: '@', fields: { sku: { path: 'id' } } }
  const take = (url: string) => FEED_CONFIGS.json.safeParse({ ...config, one: { url, path: '@' } }).success
  expect(take('https://erp.example.com/one?code={sku}')).toBe(true)
  expect(take('https://other.example.com/one?code={sku}')).toBe(false)
  expect(take('https://erp.example.com/one')).toBe(false)
})
