import { randomUUID } from 'node:crypto'
import request from 'supertest'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildToldOrder } from '../../test/build-channel-order.ts'
import { createTestApp, type TestApp } from '../../test/test-app.ts'
import { createTestDatabase, type TestDatabase } from '../../test/test-database.ts'
import { pullOrders } from '#domain/channels/pull-orders.ts'
import type { ChannelGateway } from '#gateways/channel.ts'
import { deliverDuePushes } from '#gateways/channel-simulator/deliver-pushes.ts'
import { putShopOrder } from '#gateways/channel-simulator/put-shop-order.ts'
import { signMessage } from '#gateways/signed-message.ts'

let t: TestDatabase
let site: TestApp
beforeAll(async () => {
  t = await createTestDatabase()
  site = createTestApp(t)
})
afterAll(async () => {
  await site[Symbol.asyncDispose]()
  await t[Symbol.asyncDispose]()
})

const count = async () => (await t.db.selectFrom('channelMessage').select('id').execute()).length
const bodyOf = (order = buildToldOrder(), eventId: string = randomUUID()) =>
  JSON.stringify({ eventId, event: 'order_paid', order })
const send = (body: string, headers: Record<string, string>) =>
  request(site.app)
    .post('/channel/kuaishou/webhook')
    .set('content-type', 'application/json')
    .set(headers)
    .send(body)
const sign = (body: string, more: { secret?: Buffer; at?: Date } = {}) =>
  signMessage(more.secret ?? site.deps.secrets.channelWebhook, {
    id: randomUUID(),
    body,
    ...(more.at && { at: more.at }),
  })

test('a signed message is kept before it is answered, and the same one again is no second', async () => {
  const body = bodyOf()
  const headers = sign(body)
  const before = await count()
  await send(body, headers).expect(204)
  await send(body, headers).expect(204)
  await send(body, sign(body)).expect(204)
  expect(await count()).toBe(before + 1)
})

test.each([
  ['forged', (body: string) => sign(body, { secret: Buffer.alloc(32, 7) })],
  ['five minutes and a second old', (body: string) => sign(body, { at: new Date(Date.now() - 301_000) })],
  ['of the future', (body: string) => sign(body, { at: new Date(Date.now() + 301_000) })],
  ['of another body', () => sign('{}')],
  ['missing', () => ({})],
])('a signature that is %s opens nothing', async (_, headers) => {
  const before = await count()
  const body = bodyOf()
  const answer = await send(body, headers(body)).expect(401)
  expect(JSON.stringify(answer.body)).toContain('signature_invalid')
  expect(await count()).toBe(before)
})

test('an honest message that makes no sense is refused and kept nowhere', async () => {
  const before = await count()
  for (const body of [bodyOf({ ...buildToldOrder(), refundFee: 999_999_999 }), '{"a":1}', 'no json'])
    await send(body, sign(body)).expect(400)
  expect(await count()).toBe(before)
})

test('what is not answered comes again by the schedule, and what never came is pulled, page by page', async () => {
  const receiver = {
    secret: site.deps.secrets.channelWebhook,
    notifyUrl: 'http://127.0.0.1:9/channel/kuaishou/webhook',
  }
  const orders = Array.from({ length: 250 }, () => buildToldOrder({ updateTime: Date.now() - 60_000 }))
  for (const order of orders) await putShopOrder(t.db, { order, event: 'order_paid' })
  await t.db
    .deleteFrom('channelSimulator.push')
    .where('id', 'not in', db => db.selectFrom('channelSimulator.push').select('id').limit(1))
    .execute()
  expect(await deliverDuePushes(t.db, receiver, 20)).toBe(1)
  expect(await deliverDuePushes(t.db, receiver, 20)).toBe(0)
  for (let again = 0; again < 7; again++) {
    await t.db
      .updateTable('channelSimulator.push')
      .set({ dueAt: new Date(0) })
      .execute()
    expect(await deliverDuePushes(t.db, receiver, 20)).toBe(1)
  }
  const pushes = await t.db.selectFrom('channelSimulator.push').select(['tries', 'deadAt']).execute()
  expect(pushes).toMatchObject([{ tries: 8, deadAt: expect.any(Date) }])
  expect(await pullOrders(site.deps)).toBe(250)
  expect(await pullOrders(site.deps)).toBe(0)
})

test('more changes than one look takes in are got past by the looks that follow', async () => {
  await t.db.deleteFrom('channelPull').execute()
  const first = Date.now() - 3 * 86_400_000
  const orders = Array.from({ length: 250 }, (_, nth) =>
    buildToldOrder({ updateTime: first + nth * 5 * 60_000 }),
  )
  for (const order of orders) await putShopOrder(t.db, { order, event: 'order_paid' })
  expect(await pullOrders(site.deps, { mostPages: 2 })).toBe(200)
  expect(await pullOrders(site.deps, { mostPages: 2 })).toBe(50)
})

test('the first look at a channel goes back seven days and not a moment more, whenever it begins', async () => {
  const spans: number[] = []
  const channel: ChannelGateway = {
    ...site.deps.channel,
    async listOrders({ from, until }) {
      spans.push(until.getTime() - from.getTime())
      return { orders: [], cursor: null }
    },
  }
  for (let look = 0; look < 300; look++) {
    await t.db.deleteFrom('channelPull').execute()
    await pullOrders({ ...site.deps, channel })
  }
  expect(new Set(spans)).toEqual(new Set([7 * 86_400_000]))
})
