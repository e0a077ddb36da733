import { text } from 'node:stream/consumers'
import { buildParty } from '@haowu/server/test/build-item.ts'
import { type FeedDesk, openFeedDesk } from '@haowu/server/test/feed-desk.ts'
import { answerJushuitan } from '@haowu/server/test/jushuitan-simulator.ts'
import { SIMULATED_SHOP, type SimulatedStock, stockLine } from '@haowu/server/test/simulated-shop.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { answerWangdiantong } from '@haowu/server/test/wangdiantong-simulator.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FeedDefinition, feedDefinition } from './feed-config.ts'

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

const { appKey, appSecret, accessToken, sid } = SIMULATED_SHOP
const origin = () => new URL(source.url).origin
const ERPS: [string, typeof answerJushuitan, () => FeedDefinition][] = [
  [
    '聚水潭',
    answerJushuitan,
    () =>
      feedDefinition.parse({
        kind: 'jushuitan',
        config: { url: origin() },
        secret: { appKey, appSecret, accessToken },
      }),
  ],
  [
    '旺店通',
    answerWangdiantong,
    () =>
      feedDefinition.parse({
        kind: 'wangdiantong',
        config: { url: `${origin()}/openapi` },
        secret: { sid, appKey, appSecret },
      }),
  ],
]

async function stockOf(supplierId: string): Promise<Record<string, number>> {
  const { rows } = await t.owner.query(
    'SELECT supplier_sku AS sku, qty FROM item WHERE supplier_id = $1 ORDER BY 1',
    [supplierId],
  )
  return Object.fromEntries(rows.map(({ sku, qty }) => [sku, qty]))
}

describe.each(ERPS)('a supplier who works in %s', (_, answer, definitionOf) => {
  test('has the stock of what she listed follow it, and nothing else changed', async () => {
    const supplierId = await buildParty(t.db, 'supplier')
    await source.desk.importFile(
      supplierId,
      '商家编码,标题,类目,价格,孤品/现货,库存\nD-1,柜子,家具,100,现货,9\nD-2,桌子,家具,200,现货,9\n',
    )
    const stock: SimulatedStock[] = [
      stockLine({ sku: 'D-1', there: 7, ordered: 2 }),
      stockLine({ sku: 'ONLY-THERE', there: 3 }),
    ]
    source.answer(async (request, response) => {
      const asked = {
        url: new URL(request.url ?? '/', source.url),
        body: await text(request),
        headers: request.headers,
      }
      response.end(JSON.stringify(answer({ ...SIMULATED_SHOP, stock }, asked)))
    })
    const feedId = await source.create(supplierId, { mode: 'price_stock', definition: definitionOf() })
    expect(await source.sync(supplierId, feedId)).toMatchObject({
      outcome: 'applied',
      counts: { changed: 1, new: 0, missing: 0 },
    })
    expect(await stockOf(supplierId)).toEqual({ 'D-1': 5, 'D-2': 9 })
    stock.push(stockLine({ sku: 'D-2', there: 1, ordered: 1 }))
    await source.sync(supplierId, feedId)
    expect(await stockOf(supplierId)).toEqual({ 'D-1': 5, 'D-2': 0 })
  })
})
