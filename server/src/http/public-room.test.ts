import { randomUUID } from 'node:crypto'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { checkoutDeps, lapseCheckout, TEST_CONTACT } from '@haowu/server/test/build-sale.ts'
import { buildShow, buildSlots, buildSupplier } from '@haowu/server/test/build-show.ts'
import { openEventStream } from '@haowu/server/test/open-event-stream.ts'
import { createTestApp, type TestApp } from '@haowu/server/test/test-app.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import type { RoomView } from '@haowu/shared/room-view.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { capturePayment } from '#domain/orders/capture-payment.ts'
import { expireCheckouts } from '#domain/orders/expire-checkouts.ts'
import { type CheckoutDeps, startCheckout } from '#domain/orders/start-checkout.ts'
import { startPayment } from '#domain/orders/start-payment.ts'
import { putOnAir } from '#domain/picks/put-on-air.ts'
import { startSession } from '#domain/picks/start-session.ts'
import { type Serving, serve } from './serve.ts'

let t: TestDatabase
let deps: CheckoutDeps
const sites: { site: TestApp; serving: Serving }[] = []
beforeAll(async () => {
  t = await createTestDatabase()
  deps = checkoutDeps(t)
  for (let n = 0; n < 2; n += 1) {
    const site = createTestApp(t)
    sites.push({ site, serving: await serve(site.app, { host: '127.0.0.1', port: 0 }) })
  }
})
afterAll(async () => {
  await Promise.all(
    sites.map(async ({ site, serving }) => {
      await Promise.all([site.deps.live.close(), serving.drain()])
      await site[Symbol.asyncDispose]()
    }),
  )
  await t[Symbol.asyncDispose]()
})

const url = (path: string, site = 0) => `${sites[site]?.serving.localUrl}${path}`
const look = (roomCode: string, headers: Record<string, string> = {}, site = 0) =>
  fetch(url(`/api/rooms/${roomCode}`, site), { headers })
const standings = async (roomCode: string, site = 0) =>
  ((await (await look(roomCode, {}, site)).json()) as RoomView).items.map(({ standing }) => standing)

async function buildRoom(count: number) {
  const show = await buildShow(t)
  const slots = await buildSlots(t, show, { count, supplierId: await buildSupplier(t) })
  return { ...show, slots }
}

/** A room with one piece, and a buyer of it. */
async function buildSale() {
  const { roomCode, slots } = await buildRoom(1)
  const itemId = slots[0]?.itemId ?? ''
  const request = () => ({
    roomCode,
    itemId,
    priceFen: 100_000n,
    contact: TEST_CONTACT,
    idempotencyKey: randomUUID(),
  })
  return { roomCode, itemId, request }
}

test('a crowd is told one look at the database, packed as each browser likes it, and 304 once it has it', async () => {
  const { roomCode } = await buildRoom(3)
  const plain = await (await look(roomCode, { 'accept-encoding': 'identity' })).text()
  const room = JSON.parse(plain) as RoomView
  expect(room.items).toHaveLength(3)
  let looks = 0
  const count = () => {
    looks += 1
  }
  t.pool.on('acquire', count)
  const answers = await Promise.all(Array.from({ length: 200 }, () => look(roomCode)))
  t.pool.off('acquire', count)
  expect(looks).toBeLessThan(10)
  const bytes = await Promise.all(answers.map(answer => answer.text()))
  expect(new Set(bytes)).toEqual(new Set([plain]))

  const { request } = await import('node:http')
  const raw = (encoding: string) =>
    new Promise<Buffer>((resolve, reject) => {
      const call = request(
        url(`/api/rooms/${roomCode}`),
        { headers: { 'accept-encoding': encoding } },
        async res => {
          expect(res.headers['content-encoding']).toBe(encoding)
          const parts: Buffer[] = []
          for await (const part of res) parts.push(part as Buffer)
          resolve(Buffer.concat(parts))
        },
      )
      call.on('error', reject).end()
    })
  expect(brotliDecompressSync(await raw('br')).toString()).toBe(plain)
  expect(gunzipSync(await raw('gzip')).toString()).toBe(plain)
  const etag = (await look(roomCode)).headers.get('etag') ?? ''
  expect((await look(roomCode, { 'if-none-match': etag })).status).toBe(304)
})

test('it says nothing of supplier, plan, earnings or buyer', async () => {
  const sale = await buildSale()
  await startCheckout(deps, sale.request())
  const text = await (await look(sale.roomCode)).text()
  expect(text).toContain('being_paid')
  expect(text).not.toMatch(/supplier|rateBps|terms|1381|徐汇|holdId|orderId/i)
})

test('whoever heard of a sale is told of it, by every process: what is read after an event is not older than it', async () => {
  const sale = await buildSale()
  const { roomCode } = sale
  const streams = await Promise.all(
    [0, 1].map(async site => {
      await look(roomCode, {}, site)
      return openEventStream(url(`/api/live/rooms/${roomCode}`, site))
    }),
  )
  const order = await startCheckout(deps, sale.request())
  for (const [site, stream] of streams.entries()) {
    const message = await stream.next(({ payload }) => payload.standing === 'being_paid')
    expect(Date.parse(String(message.payload.until))).toBe(order.checkoutUntil.getTime())
    expect(await standings(roomCode, site)).toEqual(['being_paid'])
  }
  const paid = { outTradeNo: `P${order.orderNo}`, transactionId: 't', amountFen: 100_000n }
  await capturePayment(deps, paid)
  for (const [site, stream] of streams.entries()) {
    await stream.next(({ payload }) => payload.standing === 'sold')
    expect(await standings(roomCode, site)).toEqual(['sold'])
    // The first ear in a process is also told what happened shortly before it, such as the making of this sheet.
    const pieces = stream.messages.filter(({ kind }) => kind === 'piece_changed')
    expect(pieces.map(({ payload }) => payload.standing)).toEqual(['being_paid', 'sold'])
    stream.close()
  }
})

test('a checkout that is extended, ends, or is paid too late is told as it stands', async () => {
  const sale = await buildSale()
  const stream = await openEventStream(url(`/api/live/rooms/${sale.roomCode}`))
  const { linkToken, checkoutUntil } = await startCheckout(deps, sale.request())
  const extended = await startPayment(deps, { linkToken })
  expect(extended.checkoutUntil.getTime()).toBeGreaterThan(checkoutUntil.getTime())
  await stream.next(({ payload }) => payload.until === extended.checkoutUntil.toISOString())
  await startPayment(deps, { linkToken })
  await lapseCheckout(t, sale.itemId)
  await expireCheckouts(deps, { limit: 10 })
  await stream.next(({ payload }) => payload.standing === 'on_sale')
  const pieces = stream.messages.filter(({ kind }) => kind === 'piece_changed')
  expect(pieces.map(({ payload }) => payload.standing)).toEqual(['being_paid', 'being_paid', 'on_sale'])
  stream.close()

  const late = await buildSale()
  const other = await openEventStream(url(`/api/live/rooms/${late.roomCode}`))
  const { orderNo } = await startCheckout(deps, late.request())
  await lapseCheckout(t, late.itemId)
  const paid = { outTradeNo: `P${orderNo}`, transactionId: 't-late', amountFen: 100_000n }
  expect(await capturePayment(deps, paid)).toBe('late')
  await other.next(({ payload }) => payload.standing === 'on_sale')
  expect(await standings(late.roomCode)).toEqual(['on_sale'])
  other.close()
})

test('what is on air, and the beginning of a show, are told at once', async () => {
  const { roomCode, slots, ...own } = await buildRoom(2)
  await look(roomCode)
  const stream = await openEventStream(url(`/api/live/rooms/${roomCode}`))
  await startSession(t, own)
  await stream.next(({ kind }) => kind === 'session_changed')
  await putOnAir(t, { ...own, slotId: slots[1]?.slotId ?? '' })
  await stream.next(({ kind }) => kind === 'on_air_changed')
  const room = (await (await look(roomCode)).json()) as RoomView
  expect([room.state, room.items.map(({ onAir }) => onAir)]).toEqual(['live', [false, true]])
  stream.close()
})

test('the page of a room is the same for everybody and may be kept; it needs no nonce', async () => {
  const [one, two] = await Promise.all([fetch(url('/room/ABCDEFGH')), fetch(url('/room/ABCDEFGH', 1))])
  expect(one.headers.get('cache-control')).toBe('public, max-age=30')
  expect(one.headers.get('content-security-policy')).not.toContain('nonce')
  expect(one.headers.get('content-security-policy')).toContain("script-src 'self';")
  const [first, second] = await Promise.all([one.text(), two.text()])
  expect(first).toBe(second)
  expect(first).not.toContain('nonce')
  const again = await fetch(url('/room/ABCDEFGH'), {
    headers: { 'if-none-match': one.headers.get('etag') ?? '' },
  })
  expect(again.status).toBe(304)
})

test('a code that nobody has is 404, however often it is asked for', async () => {
  for (const code of ['ZZZZZZZZ', 'ZZZZZZZZ', 'nonsense!']) expect((await look(code)).status).toBe(404)
})
