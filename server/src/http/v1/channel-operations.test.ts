import { buildToldOrder, nameOnChannel } from '@haowu/server/test/build-channel-order.ts'
import type { Person } from '@haowu/server/test/build-person.ts'
import { buildSale } from '@haowu/server/test/build-sale.ts'
import { type ErpDesk, openErpDesk } from '@haowu/server/test/erp-desk.ts'
import type { TestApp } from '@haowu/server/test/test-app.ts'
import type { TestDatabase } from '@haowu/server/test/test-database.ts'
import type { ChannelOrderBody } from '@haowu/shared/channel-orders.ts'
import request from 'supertest'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { processMessages } from '#domain/channels/process-messages.ts'

let desk: ErpDesk
let t: TestDatabase
let web: TestApp
let supplier: Person
let key: string
beforeAll(async () => {
  desk = await openErpDesk()
  ;({ t, web, supplier, key } = desk)
})
afterAll(() => desk[Symbol.asyncDispose]())

const tell = (orders: object[], bearer = key) =>
  request(web.app).post('/api/v1/channel-orders').set('authorization', `Bearer ${bearer}`).send({ orders })
const list = async (query: string, bearer = key) =>
  (
    await request(web.app)
      .get(`/api/v1/channel-orders${query}`)
      .set('authorization', `Bearer ${bearer}`)
      .expect(200)
  ).body as { orders: Record<string, unknown>[]; cursor: string }

/** Paid in a streamer's room elsewhere, of a piece of this supplier that he holds here. */
async function soldElsewhere(): Promise<ChannelOrderBody> {
  const sale = await buildSale(t, { supplierId: supplier.partyId })
  const order = buildToldOrder()
  const { streamerId } = await t.db
    .selectFrom('liveSession')
    .select('streamerId')
    .where('id', '=', sale.room.sessionId)
    .executeTakeFirstOrThrow()
  await nameOnChannel(t.db, { order, streamerId, itemId: sale.item.itemId })
  return order
}

test('a program tells orders in fen, twice is once, and reads what became of them page by page until there is no more', async () => {
  const orders = [await soldElsewhere(), await soldElsewhere(), await soldElsewhere()]
  expect((await tell(orders).expect(202)).body).toEqual({ fresh: 3, known: 0 })
  expect((await tell(orders).expect(202)).body).toEqual({ fresh: 0, known: 3 })
  await processMessages(web.deps, { limit: 100 })
  const first = await list('?pageSize=2')
  expect(first.orders).toHaveLength(2)
  const last = await list(`?pageSize=2&cursor=${first.cursor}`)
  expect(last).toMatchObject({ orders: [{}], cursor: 'nomore' })
  const all = [...first.orders, ...last.orders]
  expect(new Set(all.map(({ oid }) => oid))).toEqual(new Set(orders.map(({ oid }) => oid)))
  // Nothing is paid out before the channel itself has told it.
  for (const order of all)
    expect(order).toMatchObject({
      outcome: 'sold',
      orderState: 'paid',
      totalFee: 499_900,
      refundFee: 0,
      confirmed: false,
    })
})

test('the newest telling counts whichever comes first, and another supplier reads none of it', async () => {
  const order = await soldElsewhere()
  const newer = { ...order, refundFee: 30_000, updateTime: order.updateTime + 1_000 }
  for (const told of [newer, order]) {
    await tell([told]).expect(202)
    await processMessages(web.deps, { limit: 100 })
  }
  const { orders } = await list('')
  expect(orders.find(({ oid }) => oid === order.oid)).toMatchObject({
    refundFee: 30_000,
    updateTime: newer.updateTime,
  })
  expect(await list('', desk.strangersKey)).toEqual({ orders: [], cursor: 'nomore' })
})

test.each([
  ['an amount in yuan with cents', { totalFee: 4999.5 }],
  ['more given back than was paid', { refundFee: 600_000 }],
  ['a paid order without its time', { payTime: null }],
  ['a word that nobody knows', { colour: 'red' }],
])('%s is refused, and none of the orders beside it is kept', async (_, wrong) => {
  const before = await t.db.selectFrom('channelMessage').select('id').execute()
  const answer = await tell([buildToldOrder(), { ...buildToldOrder(), ...wrong }])
  expect(answer.status).toBe(400)
  expect(await t.db.selectFrom('channelMessage').select('id').execute()).toHaveLength(before.length)
})
