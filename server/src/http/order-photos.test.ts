import { createHash } from 'node:crypto'
import { buildPaidOrder, checkoutDeps, type PaidOrder } from '@haowu/server/test/build-sale.ts'
import { createTestApp, type TestApp } from '@haowu/server/test/test-app.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { EVIDENCE_LIMITS } from '@haowu/shared/cases.ts'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { RATE_LIMITS } from './limits.ts'

let t: TestDatabase
let site: TestApp
let order: PaidOrder
const JPEG = Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex')

beforeAll(async () => {
  t = await createTestDatabase()
  site = createTestApp(t, { config: { rateLimits: true } })
  order = await buildPaidOrder(t, checkoutDeps(t))
})
afterAll(async () => {
  await site[Symbol.asyncDispose]()
  await t[Symbol.asyncDispose]()
})

const send = (body: Buffer, link: string | undefined = order.linkToken) => {
  const call = request(site.app).post('/api/order-photos').type('application/octet-stream')
  return (link === undefined ? call : call.set('x-order-link', link)).send(body)
}

const setState = (state: string) =>
  t.db
    .updateTable('orders')
    .set({ state, ...(state === 'shipped' && { shippedAt: new Date() }) })
    .where('id', '=', order.orderId)
    .execute()

describe('a photo of what arrived', () => {
  test('is refused while nothing was sent', async () => {
    const answer = await send(JPEG)
    expect([answer.status, answer.body.error.data]).toMatchObject([
      409,
      { reason: 'order_state', facts: { state: 'paid' } },
    ])
  })

  test('is stored privately under the hash of its bytes, once however often it is sent', async () => {
    await setState('shipped')
    const key = `${createHash('sha256').update(JPEG).digest('hex')}.jpg`
    for (const _ of [1, 2]) {
      const answer = await send(JPEG)
      expect([answer.status, answer.body]).toEqual([201, { key, bytes: JPEG.length }])
    }
    expect(await site.deps.files.stat(`evidence/order/${order.orderId}/${key}`)).toMatchObject({
      bytes: JPEG.length,
    })
    // The public door of photos does not know it.
    expect((await request(site.app).get(`/media/${key}`)).status).toBe(404)
  })

  test('needs the link of an order', async () => {
    for (const link of ['', 'x', 'A'.repeat(32), '../../etc/passwd']) {
      expect((await send(JPEG, link)).status, link).toBe(404)
    }
  })

  test('is looked at, not believed: pages, papers, animations and nothing are refused', async () => {
    const refused: [string, Buffer, number][] = [
      ['a page', Buffer.from('<html><script>alert(1)</script>'), 415],
      ['a paper', Buffer.from('%PDF-1.7\n'), 415],
      ['an animation', Buffer.from('474946383961', 'hex'), 415],
      ['nothing', Buffer.alloc(0), 422],
      ['too much', Buffer.concat([JPEG, Buffer.alloc(EVIDENCE_LIMITS.bytes)]), 413],
    ]
    for (const [what, body, status] of refused) expect((await send(body)).status, what).toBe(status)
  })

  test('is one of so many a day for one order', async () => {
    const statuses: number[] = []
    for (let n = 0; n <= RATE_LIMITS.order_photo.points; n++) statuses.push((await send(JPEG)).status)
    expect(statuses.at(0)).toBe(201)
    expect(statuses.at(-1)).toBe(429)
  })
})
