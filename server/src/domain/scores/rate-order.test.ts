import { randomBytes } from 'node:crypto'
import { buildPaidOrders } from '@haowu/server/test/build-orders.ts'
import { buildPaidOrder, checkoutDeps, TEST_CONTACT, TEST_SECRETS } from '@haowu/server/test/build-sale.ts'
import { createTestApp } from '@haowu/server/test/test-app.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { sql } from 'kysely'
import request from 'supertest'
import { expect, test } from 'vitest'
import { confirmReceipt } from '#domain/orders/confirm-receipt.ts'
import { hashLinkToken } from '#domain/orders/link-token.ts'
import { hashBuyer } from '#domain/orders/seal-contact.ts'
import { shipOrder } from '#domain/orders/ship-order.ts'
import { rateOrder } from './rate-order.ts'
import { listRatings, readOwnRating, readRatingMeans, readRoomRatings } from './read-ratings.ts'
import { scoreDue } from './score-due.ts'

const FIVE = { goods: 5, service: 5, logistics: 5, words: '' }
const newLink = () => randomBytes(24).toString('base64url')
const moveClock = (t: TestDatabase, days: number) =>
  t.owner.query('UPDATE app_clock SET shift_seconds = shift_seconds + $1', [days * 86_400])

/** Received orders of one supplier, each with a link; the buyer of each as told. */
async function buildReceived(t: TestDatabase, buyers: (Buffer | null)[], supplierId?: string) {
  const built = await buildPaidOrders(t.db, {
    count: buyers.length,
    suppliers: 1,
    streamers: 1,
    announced: false,
  })
  const links: string[] = []
  for (const [index, orderId] of built.orderIds.entries()) {
    const link = newLink()
    links.push(link)
    await t.db
      .updateTable('orders')
      .set({ state: 'received', linkTokenHash: hashLinkToken(link), buyerHash: buyers[index] ?? null })
      .set({
        shippedAt: sql<Date>`app_now()`,
        receivedAt: sql<Date>`app_now()`,
        maturesAt: sql<Date>`app_now()`,
      })
      .set(supplierId === undefined ? {} : { supplierId })
      .where('id', '=', orderId)
      .execute()
  }
  return { links, supplierId: supplierId ?? built.supplierIds[0] ?? '', ...built }
}

const countedOf = async (t: TestDatabase, supplierId: string) =>
  (await readRatingMeans(t.db, { supplierId })).count

test('a buyer rates what has arrived, by his link alone, and may change it for seven days', async () => {
  await using t = await createTestDatabase()
  const { orderId, linkToken, sale } = await buildPaidOrder(t, checkoutDeps(t))
  const { supplierId } = sale.item
  const rate = (more: object = {}) => rateOrder(t, { linkToken, ...FIVE, ...more })
  expect(await readOwnRating(t.db, { linkToken })).toMatchObject({ mayRate: false, rating: null })
  await expect(rate()).rejects.toMatchObject({ code: 'order_state', facts: { state: 'paid' } })
  await shipOrder(t, { supplierId, orderId, carrier: 'sf', trackingNo: 'SF0000000001' })
  await confirmReceipt(t, { linkToken })
  expect(await rate({ goods: 3, words: '边框有一处小磕碰' })).toEqual({ counts: true })
  expect(await rate({ goods: 4, words: '客服处理得很快' })).toEqual({ counts: true })
  expect(await readOwnRating(t.db, { linkToken })).toMatchObject({
    mayRate: true,
    isEditable: true,
    rating: { goods: 4, words: '客服处理得很快', shownName: '欧**' },
  })
  const rows = await listRatings(t.db, { supplierId, limit: 10 })
  expect(rows).toHaveLength(1)
  await moveClock(t, 6.9)
  await rate({ goods: 5 })
  await moveClock(t, 0.2)
  await expect(rate({ goods: 1 })).rejects.toMatchObject({ code: 'deadline_passed' })
  expect(await readOwnRating(t.db, { linkToken })).toMatchObject({ isEditable: false, rating: { goods: 5 } })
})

test('who has no link, or that of another order, can say nothing about this one', async () => {
  await using t = await createTestDatabase()
  const { links, orderIds } = await buildReceived(t, [null, null])
  await expect(rateOrder(t, { linkToken: newLink(), ...FIVE })).rejects.toMatchObject({ code: 'not_found' })
  await expect(readOwnRating(t.db, { linkToken: newLink() })).rejects.toMatchObject({ code: 'not_found' })
  await rateOrder(t, { linkToken: links[0] ?? '', ...FIVE, goods: 1 })
  expect(await readOwnRating(t.db, { linkToken: links[1] ?? '' })).toMatchObject({ rating: null })
  const stored = await t.db.selectFrom('rating').select('orderId').execute()
  expect(stored).toEqual([{ orderId: orderIds[0] }])
})

test('three of one buyer count in a month, also when five come at once, however he writes his number', async () => {
  await using t = await createTestDatabase()
  const phones = ['13812345678', '+86 138 1234 5678', '86-13812345678', '138-1234-5678', '0086 13812345678']
  const hashes = phones.map(phone => hashBuyer(TEST_SECRETS.buyer, { phone }))
  expect(new Set(hashes.map(hash => hash.toString('hex'))).size).toBe(1)
  const { links, supplierId } = await buildReceived(t, hashes)
  const said = await Promise.all(links.map(linkToken => rateOrder(t, { linkToken, ...FIVE, goods: 1 })))
  expect(said.filter(({ counts }) => counts)).toHaveLength(3)
  expect(await countedOf(t, supplierId)).toBe(3)
  // Another buyer is not held back, nor is this one in the next month.
  const other = await buildReceived(t, [hashBuyer(TEST_SECRETS.buyer, { phone: '13900000000' })], supplierId)
  expect(await rateOrder(t, { linkToken: other.links[0] ?? '', ...FIVE })).toEqual({ counts: true })
  const later = await buildReceived(t, [hashes[0] ?? null], supplierId)
  await moveClock(t, 31)
  expect(await rateOrder(t, { linkToken: later.links[0] ?? '', ...FIVE })).toEqual({ counts: true })
})

test('a checkout keeps a keyed hash of the number, and the number itself stands nowhere', async () => {
  await using t = await createTestDatabase()
  const { orderId } = await buildPaidOrder(t, checkoutDeps(t))
  const { buyerHash } = await t.db
    .selectFrom('orders')
    .select('buyerHash')
    .where('id', '=', orderId)
    .executeTakeFirstOrThrow()
  expect(buyerHash?.equals(hashBuyer(TEST_SECRETS.buyer, TEST_CONTACT))).toBe(true)
  expect(buyerHash?.equals(hashBuyer(TEST_SECRETS.contact, TEST_CONTACT))).toBe(false)
})

test('the public sees nothing of nine ratings, and the means of ten', async () => {
  await using t = await createTestDatabase()
  const { links, orderIds } = await buildReceived(
    t,
    Array.from({ length: 10 }, () => null),
  )
  const { itemId, sessionId, liveHoldId } = await t.db
    .selectFrom('orders')
    .select(['itemId', 'sessionId', 'liveHoldId'])
    .where('id', '=', orderIds[0] ?? '')
    .executeTakeFirstOrThrow()
  await t.db.insertInto('slot').values({ sessionId, itemId, holdId: liveHoldId, position: 1 }).execute()
  const { roomCode } = await t.db
    .selectFrom('liveSession')
    .select('roomCode')
    .where('id', '=', sessionId)
    .executeTakeFirstOrThrow()
  for (const [index, linkToken] of links.entries()) {
    expect(await readRoomRatings(t.db, { roomCode })).toEqual([])
    await rateOrder(t, {
      linkToken,
      goods: index < 5 ? 5 : 4,
      service: 5,
      logistics: 3,
      words: index === 9 ? '成色与报告一致' : '',
    })
  }
  const rated = await readRoomRatings(t.db, { roomCode })
  expect(rated).toMatchObject([
    {
      itemIds: [itemId],
      count: 10,
      goods: 450,
      service: 500,
      logistics: 300,
      latest: [{ words: '成色与报告一致' }],
    },
  ])
  expect(JSON.stringify(rated)).not.toContain('supplier')
  // Ratings older than the window no longer count, and with fewer than ten nothing is shown.
  await moveClock(t, 91)
  expect(await readRoomRatings(t.db, { roomCode })).toEqual([])
})

test('a rating counts on the day it was given; changed later, that day is counted again', async () => {
  await using t = await createTestDatabase()
  const { links, supplierId } = await buildReceived(t, [null])
  const [linkToken = ''] = links
  await rateOrder(t, { linkToken, ...FIVE, goods: 2 })
  const missed = async () => {
    const { rows } = await sql<{ n: number }>`
      SELECT coalesce(sum(n), 0)::int AS n FROM score_fact WHERE subject_id = ${supplierId} AND fact = 'goods_missed'
    `.execute(t.db)
    return rows[0]?.n
  }
  await moveClock(t, 2)
  await scoreDue(t)
  expect(await missed()).toBe(3)
  await rateOrder(t, { linkToken, ...FIVE, goods: 4 })
  expect((await scoreDue(t)).counted).toBe(1)
  expect(await missed()).toBe(1)
})

test('one address may send thirty ratings in ten minutes, not thirty-one', async () => {
  await using t = await createTestDatabase()
  await using site = createTestApp(t, { config: { rateLimits: true } })
  const send = () =>
    request(site.app)
      .post('/api/trpc/ratings.rate')
      .send({ linkToken: newLink(), ...FIVE })
  for (let n = 1; n <= 30; n++) expect((await send()).status).toBe(404)
  expect((await send()).status).toBe(429)
})

test.each([0, 6, 4.5, '5', null])('%s stars are no rating: 400', async stars => {
  await using t = await createTestDatabase()
  await using site = createTestApp(t)
  const said = { linkToken: newLink(), ...FIVE, goods: stars }
  const answer = await request(site.app).post('/api/trpc/ratings.rate').send(said)
  expect(answer.status).toBe(400)
})
