import { buildSale, type SaleScene, TEST_CONTACT } from '@haowu/server/test/build-sale.ts'
import { createTestApp, type TestApp } from '@haowu/server/test/test-app.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deliverDueCallbacks } from '#gateways/rail-simulator/deliver-callbacks.ts'

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

const start = (body: unknown) =>
  request(site.app)
    .post('/api/trpc/checkout.start')
    .send(body as object)
const get = async (linkToken: string) => {
  const input = encodeURIComponent(JSON.stringify({ linkToken }))
  const { body } = await request(site.app).get(`/api/trpc/checkout.get?input=${input}`)
  return body.result.data
}
const wire = (sale: SaleScene, more: object = {}) => ({ ...sale.request(), priceFen: '499900', ...more })
const countOrders = async () => (await t.db.selectFrom('orders').select('id').execute()).length

test('a buyer without an account goes from the room to a paid order over HTTP alone', async () => {
  const started = await start(wire(await buildSale(t)))
  const { linkToken, payUrl, orderNo } = started.body.result.data
  expect(await get(linkToken)).toMatchObject({ orderNo, state: 'checkout', paidFen: '499900', payUrl })

  const pressed = await request(site.app)
    .post(new URL(payUrl).pathname)
    .type('form')
    .send({ button: 'pay_repeat' })
  expect(pressed.get('location')).toMatch(new RegExp(`/order/${linkToken}$`))

  const server = site.app.listen(0)
  try {
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('no port')
    const notifyUrl = `http://127.0.0.1:${address.port}/rail/webhook`
    await deliverDueCallbacks(t.db, { secret: site.deps.secrets.railWebhook, notifyUrl }, 20)
  } finally {
    server.close()
  }
  const paid = await get(linkToken)
  expect(paid).toMatchObject({ state: 'paid', payUrl: null })
  expect(JSON.stringify(paid)).not.toContain(TEST_CONTACT.phone)
})

describe('a checkout is refused, and nothing is written, for', () => {
  test.each([
    ['a number instead of an amount', { priceFen: 499900 }],
    ['an amount with a dot', { priceFen: '4999.00' }],
    ['full-width digits', { priceFen: '４９９９００' }],
    ['a field that does not exist', { role: 'admin' }],
    ['a quantity', { qty: 2 }],
    ['no address', { contact: { ...TEST_CONTACT, address: ' ' } }],
    ['a phone that is none', { contact: { ...TEST_CONTACT, phone: '1381234<script>' } }],
    ['a name that turns the text around', { contact: { ...TEST_CONTACT, name: '\u202Egnp.exe' } }],
    ['a name of 51 characters', { contact: { ...TEST_CONTACT, name: '好'.repeat(51) } }],
    ['a key that is too short', { idempotencyKey: 'short' }],
    ['an item id that is none', { itemId: "' OR 1=1--" }],
    ['a room code that is none', { roomCode: '../../etc' }],
  ])('%s: 400', async (_, wish) => {
    const sale = await buildSale(t)
    const before = await countOrders()
    const answer = await start(wire(sale, wish))
    expect(answer.status).toBe(400)
    expect(await countOrders()).toBe(before)
  })

  test('an item that somebody is paying: 409, and a price that changed: 409 with the new one', async () => {
    const sale = await buildSale(t)
    const changed = await start(wire(sale, { priceFen: '1' }))
    expect([changed.status, changed.body.error.data]).toMatchObject([
      409,
      { reason: 'price_changed', facts: { priceFen: '499900' } },
    ])
    await start(wire(sale))
    const lost = await start(wire(sale))
    expect([lost.status, lost.body.error.data.reason]).toEqual([409, 'item_held_elsewhere'])
  })

  test('a key that was used for something else: 422', async () => {
    const [one, two] = [await buildSale(t), await buildSale(t)]
    const idempotencyKey = one.request().idempotencyKey
    await start(wire(one, { idempotencyKey }))
    const answer = await start(wire(two, { idempotencyKey }))
    expect([answer.status, answer.body.error.data.reason]).toEqual([422, 'idempotency_conflict'])
  })
})

test('a link that opens nothing is 404, and one of a wrong shape 400', async () => {
  const ask = (linkToken: string) =>
    request(site.app).get(`/api/trpc/checkout.get?input=${encodeURIComponent(JSON.stringify({ linkToken }))}`)
  expect((await ask('x'.repeat(32))).status).toBe(404)
  expect((await ask('x')).status).toBe(400)
})
