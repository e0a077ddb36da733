import { buildSale, checkoutDeps, lapseCheckout } from '@haowu/server/test/build-sale.ts'
import { type FeedServer, openFeedServer, type Play } from '@haowu/server/test/feed-server.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createFeed } from '#domain/feeds/create-feed.ts'
import type { FeedDefinition } from '#domain/feeds/feed-config.ts'
import { FEED_CONFIGS } from '#domain/feeds/feed-config.ts'
import { startCheckout } from './start-checkout.ts'

let t: TestDatabase
let server: FeedServer
let deps: ReturnType<typeof checkoutDeps>
beforeAll(async () => {
  t = await createTestDatabase()
  server = await openFeedServer()
  deps = checkoutDeps(t)
})
afterAll(async () => {
  await deps.feedHttp.close()
  await server[Symbol.asyncDispose]()
  await t[Symbol.asyncDispose]()
})
beforeEach(() => {
  server.asked.length = 0
})

const jsonOf = (one = true): FeedDefinition => ({
  kind: 'json',
  config: FEED_CONFIGS.json.parse({
    url: `${server.origin}/items`,
    itemsPath: 'items',
    fields: { sku: { path: 'code' }, qty: { path: 'stock' } },
    auth: { kind: 'bearer' },
    ...(one && { one: { url: `${server.origin}/items/{sku}`, path: 'data' } }),
  }),
  secret: { token: 'the-key' },
})
const jushuitan = (): FeedDefinition => ({
  kind: 'jushuitan',
  config: FEED_CONFIGS.jushuitan.parse({ url: server.origin }),
  secret: { appKey: 'a', appSecret: 'b', accessToken: 'c' },
})
const wangdiantong = (): FeedDefinition => ({
  kind: 'wangdiantong',
  config: FEED_CONFIGS.wangdiantong.parse({ url: `${server.origin}/openapi` }),
  secret: { sid: 's', appKey: 'a', appSecret: 'b:c' },
})

/** A piece in a room whose stock a source keeps, last confirmed so many minutes ago. */
async function sourced(definition: FeedDefinition, minutes = 60) {
  const sale = await buildSale(t)
  const { supplierId, itemId } = sale.item
  const { feedId } = await createFeed(deps, {
    supplierId,
    memberId: supplierId,
    settings: { name: 'ERP', mode: 'price_stock', everyMinutes: 5, fullHour: null, definition },
  })
  await t.owner.query(
    `UPDATE feed_source SET confirmed_at = app_now() - make_interval(mins => $2) WHERE id = $1`,
    [feedId, minutes],
  )
  await t.owner.query(
    `UPDATE item SET stock_feed_id = $2, stock_confirmed_at = app_now() - make_interval(mins => $3) WHERE id = $1`,
    [itemId, feedId, minutes],
  )
  const { rows } = await t.owner.query('SELECT supplier_sku AS sku FROM item WHERE id = $1', [itemId])
  return { sale, itemId, feedId, sku: rows[0].sku as string }
}
type Sourced = Awaited<ReturnType<typeof sourced>>

const buy = ({ sale }: Sourced) => startCheckout(deps, sale.request())
const stateOf = async ({ itemId }: Sourced) =>
  (await t.db.selectFrom('item').select('state').where('id', '=', itemId).executeTakeFirstOrThrow()).state
const feedOf = ({ feedId }: Sourced) =>
  t.db
    .selectFrom('feedSource')
    .select(['checkFailures', 'checkOpenUntil', 'checkAnswer'])
    .where('id', '=', feedId)
    .executeTakeFirstOrThrow()
const has =
  (piece: Sourced, stock: number): Play =>
  () => ({ data: { code: piece.sku, stock } })

describe('a piece whose stock a source keeps', () => {
  test('is sold once the source says that it is there, which is then told of it', async () => {
    const piece = await sourced(jsonOf())
    server.play(has(piece, 1))
    await buy(piece)
    expect(await stateOf(piece)).toBe('checkout_held')
    expect(server.asked.map(({ url }) => url.pathname)).toEqual([`/items/${piece.sku}`])
    expect(server.asked[0]?.headers['authorization']).toBe('Bearer the-key')
    const { rows } = await t.owner.query(
      `SELECT stock_confirmed_at > app_now() - interval '1 minute' AS now FROM item WHERE id = $1`,
      [piece.itemId],
    )
    expect(rows).toEqual([{ now: true }])
  })

  test('is gone here when it is gone there: nobody pays, the show is told, history says so', async () => {
    const piece = await sourced(jsonOf())
    server.play(has(piece, 0))
    await expect(buy(piece)).rejects.toMatchObject({ code: 'item_unavailable' })
    expect(await stateOf(piece)).toBe('external_sold')
    expect(await t.db.selectFrom('orders').select('id').where('itemId', '=', piece.itemId).execute()).toEqual(
      [],
    )
    const { rows } = await t.owner.query(
      `SELECT kind FROM notice WHERE party_id = $1 AND kind = 'held_sold_elsewhere'`,
      [piece.sale.room.streamerId],
    )
    expect(rows).toHaveLength(1)
    await expect(buy(piece)).rejects.toMatchObject({ code: 'item_unavailable' })
    expect(server.asked).toHaveLength(1)
  })

  const SILENT: [string, Play][] = [
    ['does not know it', (_, response) => void response.writeHead(404).end()],
    ['speaks of another', () => ({ data: { code: 'another', stock: 0 } })],
    ['gives no number', ({ url }) => ({ data: { code: url.pathname.split('/').at(-1), stock: '' } })],
    ['refuses the keys', (_, response) => void response.writeHead(401).end()],
    ['answers a page', (_, response) => void response.end('<html>请登录</html>')],
    ['says that it failed', () => ({ success: false, msg: '系统繁忙' })],
    [
      'leads to the cloud’s metadata',
      (_, response) => void response.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
    ],
    ['breaks off', (_, response) => void response.destroy()],
    ['never answers', () => undefined],
  ]
  test.each(SILENT)('is not sold when the source %s and nobody has confirmed it lately', async (_, play) => {
    const piece = await sourced(jsonOf())
    server.play(play)
    await expect(buy(piece)).rejects.toMatchObject({
      code: 'stock_unconfirmed',
      facts: { rule: 'stock_check', ruleVersion: 1 },
    })
    expect(await stateOf(piece)).toBe('live_held')
    expect(await feedOf(piece)).toMatchObject({ checkAnswer: 'unknown', checkFailures: 1 })
  })

  test.each(SILENT)('is sold when the source %s but confirmed it minutes ago', async (_, play) => {
    const piece = await sourced(jsonOf(), 5)
    server.play(play)
    await buy(piece)
    expect(await stateOf(piece)).toBe('checkout_held')
  })

  test('is not asked for any more after three silences, until a while later; one answer heals it', async () => {
    const piece = await sourced(jsonOf())
    server.play((_, response) => void response.writeHead(404).end())
    for (let tries = 0; tries < 4; tries++)
      await expect(buy(piece)).rejects.toMatchObject({ code: 'stock_unconfirmed' })
    expect(server.asked).toHaveLength(3)
    server.play(has(piece, 1))
    await t.owner.query('UPDATE feed_source SET check_open_until = app_now() WHERE id = $1', [piece.feedId])
    await buy(piece)
    expect(await feedOf(piece)).toMatchObject({
      checkFailures: 0,
      checkOpenUntil: null,
      checkAnswer: 'there',
    })
  })

  test('is not asked for while its source is left in peace after failed readings', async () => {
    const piece = await sourced(jsonOf(), 5)
    await t.owner.query(
      `UPDATE feed_source SET open_until = app_now() + interval '5 minutes' WHERE id = $1`,
      [piece.feedId],
    )
    await buy(piece)
    expect(server.asked).toEqual([])
  })

  test('of a source that cannot be asked is sold, unless that has been silent for days', async () => {
    await buy(await sourced(jsonOf(false)))
    const silent = await sourced(jsonOf(false), 4 * 24 * 60)
    await expect(buy(silent)).rejects.toMatchObject({ code: 'stock_unconfirmed' })
    await t.owner.query(`UPDATE feed_source SET state = 'paused' WHERE id = $1`, [silent.feedId])
    await buy(silent)
    expect(server.asked).toEqual([])
  })

  test('is asked for again when the first buyer let his time go by', async () => {
    const piece = await sourced(jsonOf())
    server.play(has(piece, 1))
    await buy(piece)
    await lapseCheckout(t, piece.itemId)
    server.play(has(piece, 0))
    await expect(buy(piece)).rejects.toMatchObject({ code: 'item_unavailable' })
    expect(await stateOf(piece)).toBe('external_sold')
  })

  test('is asked for once by a crowd, of whom one gets it', async () => {
    const piece = await sourced(jsonOf())
    server.play(has(piece, 1))
    const answers = await Promise.allSettled(Array.from({ length: 30 }, () => buy(piece)))
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(server.asked).toHaveLength(1)
  })

  test('bought twice with one key, is asked for once', async () => {
    const piece = await sourced(jsonOf())
    server.play(has(piece, 1))
    const request = piece.sale.request()
    expect(await startCheckout(deps, request)).toEqual(await startCheckout(deps, request))
    expect(server.asked).toHaveLength(1)
  })
})

describe.each([
  [
    '聚水潭',
    jushuitan,
    (sku: string, locked: number) => ({
      code: 0,
      data: { inventorys: [{ sku_id: sku, qty: 1, order_lock: locked, pick_lock: 0, lock_qty: 0 }] },
    }),
  ],
  [
    '旺店通',
    wangdiantong,
    (sku: string, locked: number) => ({
      status: 0,
      data: {
        total_count: 1,
        detail_list: [{ spec_no: sku, stock_num: 1, lock_num: locked, defect: false }],
      },
    }),
  ],
] as const)('%s is asked by code', (_, definitionOf, answer) => {
  test('a free piece is sold, one that an order there has locked is gone', async () => {
    const free = await sourced(definitionOf())
    server.play(() => answer(free.sku, 0))
    await buy(free)
    const [asked] = server.asked
    expect(decodeURIComponent(`${asked?.body}`)).toContain(free.sku)
    const locked = await sourced(definitionOf())
    server.play(() => answer(locked.sku, 1))
    await expect(buy(locked)).rejects.toMatchObject({ code: 'item_unavailable' })
    expect(await stateOf(locked)).toBe('external_sold')
  })
})

test('stock in quantities and goods without a source are sold on the word of their supplier', async () => {
  server.play(() => ({ data: null }))
  const sale = await buildSale(t)
  await startCheckout(deps, sale.request())
  const piece = await sourced(jsonOf())
  await sql`UPDATE item SET stock_kind = 'stocked' WHERE id = ${piece.itemId}`.execute(t.db)
  await buy(piece)
  expect(server.asked).toEqual([])
})
