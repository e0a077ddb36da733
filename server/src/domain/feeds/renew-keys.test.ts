import { text } from 'node:stream/consumers'
import { buildParty } from '@haowu/server/test/build-item.ts'
import { type FeedDesk, openFeedDesk } from '@haowu/server/test/feed-desk.ts'
import { answerJushuitan } from '@haowu/server/test/jushuitan-simulator.ts'
import { SIMULATED_SHOP, type SimulatedShop, stockLine } from '@haowu/server/test/simulated-shop.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openText } from '#domain/seal-text.ts'
import { feedDefinition } from './feed-config.ts'

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

const DAY_MS = 24 * 3_600_000

async function open(secret: { refreshToken?: string; accessUntil?: string }) {
  const shop: SimulatedShop = { ...SIMULATED_SHOP, stock: [stockLine({ sku: 'D-1' })] }
  const asked: string[] = []
  source.answer(async (request, response) => {
    const url = new URL(request.url ?? '/', source.url)
    asked.push(url.pathname)
    const said = answerJushuitan(shop, { url, body: await text(request), headers: request.headers })
    response.end(JSON.stringify(said))
  })
  const supplierId = await buildParty(t.db, 'supplier')
  const { appKey, appSecret, accessToken } = shop
  const definition = feedDefinition.parse({
    kind: 'jushuitan',
    config: { url: new URL(source.url).origin },
    secret: { appKey, appSecret, accessToken, ...secret },
  })
  const feedId = await source.create(supplierId, { mode: 'price_stock', definition })
  const kept = async () => {
    const { rows } = await t.owner.query('SELECT secret_sealed FROM feed_source WHERE id = $1', [feedId])
    return JSON.parse(openText(source.deps.secrets.feedKeys, feedId, rows[0].secret_sealed))
  }
  const renewals = () => asked.filter(path => path.endsWith('/refreshToken')).length
  return { shop, renewals, kept, sync: () => source.sync(supplierId, feedId) }
}

const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString()

describe('a token of 聚水潭', () => {
  test.each([
    ['whose end nobody knows', undefined],
    ['that ends within a week', inDays(6)],
  ])('%s is changed for the next one, once, which is kept and used', async (_, accessUntil) => {
    const { shop, renewals, kept, sync } = await open({
      refreshToken: 'refresh-1',
      ...(accessUntil && { accessUntil }),
    })
    expect((await sync()).failure).toBeNull()
    expect(await kept()).toMatchObject({ accessToken: shop.accessToken, refreshToken: 'refresh-2' })
    expect(shop.accessToken).not.toBe(SIMULATED_SHOP.accessToken)
    expect((await sync()).failure).toBeNull()
    expect(renewals()).toBe(1)
  })

  test.each([
    ['that holds for weeks', { refreshToken: 'refresh-1', accessUntil: inDays(20) }],
    ['that came without another to renew it', {}],
  ])('%s is left as it is', async (_, secret) => {
    const { renewals, sync } = await open(secret)
    expect((await sync()).failure).toBeNull()
    expect(renewals()).toBe(0)
  })

  test('whose renewal is refused is used for as long as it opens the door', async () => {
    const { kept, sync } = await open({ refreshToken: 'of somebody else' })
    expect((await sync()).failure).toBeNull()
    expect(await kept()).toMatchObject({ refreshToken: 'of somebody else' })
  })
})
