import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PARCEL_STATES } from '@haowu/shared/carriers.ts'
import { buildPaidOrder, checkoutDeps, TEST_SECRETS } from '@haowu/server/test/build-sale.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import express from 'express'
import fc from 'fast-check'
import { sql } from 'kysely'
import { pino } from 'pino'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pushScans } from '#gateways/carrier-simulator/push-scans.ts'
import { createCarrierSimulator } from '#gateways/carrier-simulator/create-carrier-simulator.ts'
import { parcelRoute } from '#gateways/carrier-simulator/parcel-route.ts'
import type { CarrierGateway } from '#gateways/carrier.ts'
import { signMessage } from '#gateways/signed-message.ts'
import { carrierWebhook } from '#http/carrier-webhook.ts'
import { answerError } from '#http/problem.ts'
import { autoConfirmReceipts } from './auto-confirm-receipts.ts'
import { foldScans, type ParcelScan } from './parcel.ts'
import { readParcelWay } from './read-parcel-way.ts'
import { shipOrder } from './ship-order.ts'
import type { CheckoutDeps } from './start-checkout.ts'
import { trackParcels } from './track-parcels.ts'
import { takeParcelEvents, type ToldScan } from './take-parcel-events.ts'

let t: TestDatabase
let deps: CheckoutDeps
beforeAll(async () => {
  t = await createTestDatabase()
  deps = checkoutDeps(t)
})
afterAll(() => t[Symbol.asyncDispose]())

let numbers = 0
const HOUR = 3_600_000
const nextNo = () => `SF${String(++numbers).padStart(13, '0')}`
const scanOf = (trackingNo: string, more: Partial<ToldScan> = {}): ToldScan => ({
  carrier: 'sf',
  eventNo: `e-${++numbers}`,
  trackingNo,
  kind: 'in_transit',
  happenedAt: new Date(Date.now() - HOUR),
  place: '上海',
  ...more,
})

async function paid() {
  const order = await buildPaidOrder(t, deps)
  const trackingNo = nextNo()
  const parcel = { supplierId: order.sale.item.supplierId, orderId: order.orderId }
  return { ...order, trackingNo, ship: () => shipOrder(deps, { ...parcel, carrier: 'sf', trackingNo }) }
}

const seenOf = (orderId: string) =>
  t.db
    .selectFrom('orders')
    .innerJoin('shipment', 'shipment.orderId', 'orders.id')
    .select(['orders.state', 'orders.deliveredAt', 'orders.shippedAt', 'shipment.parcelState'])
    .where('orders.id', '=', orderId)
    .executeTakeFirstOrThrow()

const age = (orderId: string, days: number) =>
  sql`UPDATE orders SET shipped_at = app_now() - ${days}::int * interval '1 day' WHERE id = ${orderId}`.execute(
    t.db,
  )

describe('scans of a parcel', () => {
  test('say the same in whatever order and however often they are told, before or after the supplier', async () => {
    const told = fc.array(
      fc.record({ kind: fc.constantFrom(...PARCEL_STATES), hours: fc.integer({ min: 1, max: 40 }) }),
      { minLength: 1, maxLength: 6 },
    )
    const scene = fc.record({
      told,
      shuffle: fc.array(fc.nat(), { minLength: 12, maxLength: 12 }),
      shipAt: fc.nat(12),
    })
    await fc.assert(
      fc.asyncProperty(scene, async ({ told, shuffle, shipAt }) => {
        const order = await paid()
        const scans = told.map(({ kind, hours }) =>
          scanOf(order.trackingNo, { kind, happenedAt: new Date(Date.now() + hours * 1_000 - 100 * HOUR) }),
        )
        const sent = [...scans, ...scans].map((scan, n) => ({ scan, by: shuffle[n] ?? 0 }))
        sent.sort((a, b) => a.by - b.by)
        for (const [n, { scan }] of sent.entries()) {
          if (n === shipAt) await order.ship()
          await takeParcelEvents(deps, [scan])
        }
        await order.ship()
        const seen = await seenOf(order.orderId)
        const { state, deliveredAt } = foldScans(scans as ParcelScan[])
        expect(seen).toMatchObject({ state: 'shipped', parcelState: state })
        // All scans are older than the shipping, so that a delivery is taken for one at that moment.
        expect(seen.deliveredAt).toEqual(deliveredAt === null ? null : seen.shippedAt)
      }),
      { numRuns: 15 },
    )
  })

  test('told to two of us at the same moment as the supplier ships are not lost', async () => {
    for (let n = 0; n < 8; n++) {
      const order = await paid()
      const scans = [
        scanOf(order.trackingNo),
        scanOf(order.trackingNo, { kind: 'delivered', happenedAt: new Date() }),
      ]
      await Promise.all([order.ship(), ...scans.map(scan => takeParcelEvents(deps, [scan]))])
      expect(await seenOf(order.orderId)).toMatchObject({
        parcelState: 'delivered',
        deliveredAt: expect.any(Date),
      })
    }
  })

  test('of a carrier whose clock is ahead do not deliver in the future', async () => {
    const order = await paid()
    await order.ship()
    await takeParcelEvents(deps, [
      scanOf(order.trackingNo, { kind: 'delivered', happenedAt: new Date(Date.now() + 90 * HOUR) }),
    ])
    const { deliveredAt } = await seenOf(order.orderId)
    expect(Number(deliveredAt)).toBeLessThan(Date.now() + HOUR)
  })
})

describe('the clock of the receipt', () => {
  test('starts with the delivery and not with the shipping', async () => {
    const order = await paid()
    await order.ship()
    await age(order.orderId, 12)
    await takeParcelEvents(deps, [
      scanOf(order.trackingNo, { kind: 'delivered', happenedAt: new Date(Date.now() - 9 * 24 * HOUR) }),
    ])
    await autoConfirmReceipts(deps, { limit: 100 })
    expect((await seenOf(order.orderId)).state).toBe('shipped')
    await sql`UPDATE orders SET delivered_at = delivered_at - interval '25 hours' WHERE id = ${order.orderId}`.execute(
      t.db,
    )
    await autoConfirmReceipts(deps, { limit: 100 })
    expect((await seenOf(order.orderId)).state).toBe('received')
  })

  test.each(['exception', 'returned'] as const)('stands still while the parcel is %s', async kind => {
    const order = await paid()
    await order.ship()
    await age(order.orderId, 30)
    await takeParcelEvents(deps, [scanOf(order.trackingNo, { kind })])
    await autoConfirmReceipts(deps, { limit: 100 })
    expect((await seenOf(order.orderId)).state).toBe('shipped')
  })
})

describe('carriers that are asked', () => {
  const shiftHours = (hours: number) =>
    t.owner.query(`UPDATE app_clock SET shift_seconds = shift_seconds + ${hours * 3_600}`)
  const carriers = () => createCarrierSimulator({ db: t.db, secret: TEST_SECRETS.carrierWebhook })

  test('tell the same way hour by hour, out of order and twice, until the parcel is there', async () => {
    const order = await paid()
    await order.ship()
    const route = parcelRoute(order.trackingNo, new Date(0))
    const end = route.at(-1)
    let asked = 0
    try {
      for (let day = 0; day < 6; day++) {
        asked += (await trackParcels({ db: t.db, carriers: carriers() }, { limit: 100 })).asked
        await shiftHours(24)
      }
      const way = await readParcelWay(t.db, { orderId: order.orderId })
      expect(way.map(({ kind }) => kind)).toEqual(route.map(({ kind }) => kind).toReversed())
      const seen = await seenOf(order.orderId)
      expect(seen.parcelState).toBe(end?.kind)
      expect(asked).toBeGreaterThan(1)
    } finally {
      await shiftHours(-24 * 6)
    }
  })

  test('are asked once an hour by however many look, and again when one gave no answer', async () => {
    const order = await paid()
    await order.ship()
    let calls = 0
    const silent: CarrierGateway = {
      ...carriers(),
      trackParcel: () => {
        calls += 1
        return Promise.reject(new Error('no answer'))
      },
    }
    await Promise.all([1, 2].map(() => trackParcels({ db: t.db, carriers: silent }, { limit: 500 })))
    const first = calls
    expect(first).toBeGreaterThan(0)
    expect(await trackParcels({ db: t.db, carriers: silent }, { limit: 500 })).toEqual({
      asked: 0,
      failed: 0,
    })
    await sql`UPDATE shipment SET asked_at = asked_at - interval '61 minutes'`.execute(t.db)
    expect((await trackParcels({ db: t.db, carriers: silent }, { limit: 500 })).failed).toBe(first)
  })

  test('push what the clock brings by themselves, signed, the newest first and twice, as they would answer', async () => {
    const order = await paid()
    await order.ship()
    const secret = TEST_SECRETS.carrierWebhook
    const server = createServer(
      express()
        .use(carrierWebhook({ db: t.db, carriers: carriers(), log: pino({ level: 'silent' }) }))
        .use(answerError),
    )
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const receiver = { secret, notifyUrl: `http://127.0.0.1:${port}/carrier/webhook` }
    try {
      const start = await pushScans(t.db, receiver, null)
      expect(await readParcelWay(t.db, { orderId: order.orderId })).toEqual([])
      await shiftHours(24 * 6)
      await pushScans(t.db, receiver, start)
      const way = await readParcelWay(t.db, { orderId: order.orderId })
      const route = parcelRoute(order.trackingNo, new Date(0))
      expect(way.map(({ kind }) => kind)).toEqual(route.map(({ kind }) => kind).toReversed())
      const asked = await carriers().trackParcel({ carrier: 'sf', trackingNo: order.trackingNo })
      expect(await takeParcelEvents(deps, asked)).toBe(0)
    } finally {
      await shiftHours(-24 * 6)
      server.close()
    }
  })

  test('always bring a parcel to an end', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^SF\d{13}$/), trackingNo => {
        const route = parcelRoute(trackingNo, new Date(0))
        const times = route.map(({ happenedAt }) => happenedAt.getTime())
        expect(times).toEqual(times.toSorted((a, b) => a - b))
        expect(['delivered', 'returned']).toContain(route.at(-1)?.kind)
      }),
    )
  })
})

describe('a pushed message', () => {
  const secret = TEST_SECRETS.carrierWebhook
  const app = () => {
    const server = express()
    server.use(
      carrierWebhook({
        db: t.db,
        carriers: createCarrierSimulator({ db: t.db, secret }),
        log: pino({ level: 'silent' }),
      }),
    )
    return server.use(answerError)
  }
  const bodyOf = (trackingNo: string, eventNo = `p-${++numbers}`) =>
    JSON.stringify({
      carrier: 'sf',
      events: [{ eventNo, trackingNo, kind: 'delivered', happenedAt: new Date().toISOString(), place: '' }],
    })
  const post = (body: string, headers: Record<string, string>) =>
    request(app()).post('/carrier/webhook').set('content-type', 'application/json').set(headers).send(body)

  test('with a right signature is kept once, though sent twice', async () => {
    const body = bodyOf(nextNo(), 'once')
    const headers = signMessage(secret, { id: 'm', body })
    expect([(await post(body, headers)).status, (await post(body, headers)).status]).toEqual([204, 204])
    const kept = await t.db
      .selectFrom('parcelEvent')
      .select('eventNo')
      .where('eventNo', '=', 'once')
      .execute()
    expect(kept).toHaveLength(1)
  })

  test.each([
    ['with another key', (body: string) => signMessage(Buffer.alloc(32, 1), { id: 'm', body })],
    [
      'with the key of the payment rail',
      (body: string) => signMessage(TEST_SECRETS.railWebhook, { id: 'm', body }),
    ],
    ['for another body', () => signMessage(secret, { id: 'm', body: '{}' })],
    [
      'six minutes ago',
      (body: string) => signMessage(secret, { id: 'm', body, at: new Date(Date.now() - 360_000) }),
    ],
    ['by nobody', () => ({})],
  ])('signed %s is 401 and changes nothing', async (_, sign) => {
    const trackingNo = nextNo()
    const body = bodyOf(trackingNo)
    expect((await post(body, sign(body))).status).toBe(401)
    const kept = await t.db
      .selectFrom('parcelEvent')
      .select('eventNo')
      .where('trackingNo', '=', trackingNo)
      .execute()
    expect(kept).toEqual([])
  })

  test('that is honest but not understood is refused', async () => {
    const body = '{"carrier":"owl","events":[]}'
    expect((await post(body, signMessage(secret, { id: 'm', body }))).status).toBe(400)
  })
})
