import {
  buildPaidAtRail,
  buildSale,
  checkoutDeps,
  lapseCheckout,
  TEST_CONTACT,
  TEST_ORIGIN,
} from '@haowu/server/test/build-sale.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createDatabase } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { capturePayment } from './capture-payment.ts'
import { type CheckoutDeps, type StartCheckout, startCheckout } from './start-checkout.ts'
import { startPayment } from './start-payment.ts'

let t: TestDatabase
let deps: CheckoutDeps
beforeAll(async () => {
  t = await createTestDatabase()
  deps = checkoutDeps(t)
})
afterAll(() => t[Symbol.asyncDispose]())

const start = (request: StartCheckout) => startCheckout(deps, request)
const countOf = async (table: 'orders' | 'buyerContact' | 'payment') =>
  Number(
    (
      await t.db
        .selectFrom(table)
        .select(q => q.fn.countAll().as('n'))
        .executeTakeFirstOrThrow()
    ).n,
  )
const ordersOf = (itemId: string) =>
  t.db.selectFrom('orders').selectAll().where('itemId', '=', itemId).execute()

describe('a checkout', () => {
  test('reserves the item, freezes terms and report, seals the contact and opens a payment', async () => {
    const sale = await buildSale(t)
    const started = await start(sale.request())
    const [order] = await ordersOf(sale.item.itemId)
    expect(order).toMatchObject({
      no: started.orderNo,
      state: 'checkout',
      reportId: sale.item.reportId,
      streamerId: sale.room.streamerId,
      supplierId: sale.item.supplierId,
      paidFen: 499_900n,
      terms: { rateBps: 800, settlementDays: 7 },
    })
    expect(started.payUrl).toBe(`${TEST_ORIGIN}/rail/pay/P${started.orderNo}`)
    const contact = await t.db
      .selectFrom('buyerContact')
      .selectAll()
      .where('orderId', '=', order?.id ?? '')
      .executeTakeFirstOrThrow()
    expect(contact).toMatchObject({
      nameMasked: '欧**',
      phoneMasked: '138****78',
      region: TEST_CONTACT.region,
    })
    expect(contact.sealed.includes(Buffer.from(TEST_CONTACT.address))).toBe(false)
    expect(Object.values(order ?? {})).not.toContain(started.linkToken)
  })

  test('takes the price of the room, and keeps it when the streamer changes it while the buyer pays', async () => {
    const sale = await buildSale(t)
    const { sessionId, liveHoldId } = sale.room
    const { itemId } = sale.item
    await t.db
      .insertInto('slot')
      .values({ sessionId, itemId, holdId: liveHoldId, position: 1, priceFen: 450_000n })
      .execute()
    await expect(start(sale.request())).rejects.toMatchObject({
      code: 'price_changed',
      facts: { priceFen: '450000' },
    })
    const request = sale.request({ priceFen: 450_000n })
    const started = await start(request)
    await t.db.updateTable('slot').set({ priceFen: 480_000n }).where('holdId', '=', liveHoldId).execute()
    expect(await start(request)).toEqual(started)
    expect(await ordersOf(itemId)).toMatchObject([
      { listFen: 450_000n, paidFen: 450_000n, state: 'checkout' },
    ])
    const payment = await t.db
      .selectFrom('payment')
      .select('amountFen')
      .where('outTradeNo', '=', `P${started.orderNo}`)
      .executeTakeFirstOrThrow()
    expect(payment.amountFen).toBe(450_000n)
    await lapseCheckout(t, itemId)
    await expect(start(sale.request({ priceFen: 450_000n }))).rejects.toMatchObject({ code: 'price_changed' })
    await start(sale.request({ priceFen: 480_000n }))
  })

  test('lasts 5 minutes, and 10 from ¥10,000', async () => {
    const minutesOf = async (priceFen: bigint) => {
      const { checkoutUntil } = await start((await buildSale(t, { priceFen })).request())
      return Math.round((checkoutUntil.getTime() - Date.now()) / 60_000)
    }
    expect([await minutesOf(999_999n), await minutesOf(1_000_000n)]).toEqual([5, 10])
  })

  test('asked twice with one key is one order with the same answer', async () => {
    const sale = await buildSale(t)
    const request = sale.request()
    expect(await start(request)).toEqual(await start(request))
    expect(await ordersOf(sale.item.itemId)).toHaveLength(1)
  })

  test('pressed ten times at once with one key is one order', async () => {
    const sale = await buildSale(t)
    const request = sale.request()
    const answers = await Promise.all(Array.from({ length: 10 }, () => start(request)))
    expect(new Set(answers.map(answer => answer.linkToken)).size).toBe(1)
    expect(await ordersOf(sale.item.itemId)).toHaveLength(1)
  })

  test('with a known key but another address is a conflict', async () => {
    const sale = await buildSale(t)
    const request = sale.request()
    await start(request)
    const other = { ...request, contact: { ...TEST_CONTACT, address: '别处 3 号' } }
    await expect(start(other)).rejects.toMatchObject({ code: 'idempotency_conflict' })
  })

  test('with a known key for another item is a conflict, also at the same moment', async () => {
    const [one, two] = [await buildSale(t), await buildSale(t)]
    const key = one.request().idempotencyKey
    const answers = await Promise.allSettled(
      [one, two].map(sale => start(sale.request({ idempotencyKey: key }))),
    )
    expect(answers.filter(answer => answer.status === 'fulfilled')).toHaveLength(1)
    expect(answers.find(answer => answer.status === 'rejected')?.reason).toMatchObject({
      code: 'idempotency_conflict',
    })
  })

  test('at a price that is no longer true is told the new one and writes nothing', async () => {
    const sale = await buildSale(t)
    await expect(start(sale.request({ priceFen: 400_000n }))).rejects.toMatchObject({
      code: 'price_changed',
      facts: { priceFen: '499900' },
    })
    expect(await ordersOf(sale.item.itemId)).toHaveLength(0)
  })

  test('that loses is refused and leaves no row behind', async () => {
    const sale = await buildSale(t)
    await start(sale.request())
    const before = [await countOf('orders'), await countOf('buyerContact'), await countOf('payment')]
    await expect(start(sale.request())).rejects.toMatchObject({ code: 'item_held_elsewhere' })
    expect([await countOf('orders'), await countOf('buyerContact'), await countOf('payment')]).toEqual(before)
  })

  test.each([
    ['an unknown room', { roomCode: '00000000' }],
    ['an item that the room does not show', { itemId: '0190a8c2-0000-7000-8000-000000000000' }],
  ])('in %s is not found', async (_, wish) => {
    const sale = await buildSale(t)
    await expect(start(sale.request(wish))).rejects.toMatchObject({ code: 'not_found' })
  })

  test('after the show is over is refused', async () => {
    const sale = await buildSale(t)
    await t.db
      .updateTable('liveSession')
      .set({ state: 'ended' })
      .where('id', '=', sale.room.sessionId)
      .execute()
    await expect(start(sale.request())).rejects.toMatchObject({ code: 'session_closed' })
  })

  test('that ran out gives the item to the next buyer though nobody swept', async () => {
    const sale = await buildSale(t)
    const first = await start(sale.request())
    await lapseCheckout(t, sale.item.itemId)
    const second = await start(sale.request())
    expect(second.orderNo).not.toBe(first.orderNo)
  })

  test('is extended once when the buyer goes to pay', async () => {
    const sale = await buildSale(t)
    const { linkToken, checkoutUntil, payUrl } = await start(sale.request())
    const first = await startPayment(deps, { linkToken })
    const again = await startPayment(deps, { linkToken })
    expect(first.payUrl).toBe(payUrl)
    expect(first.checkoutUntil.getTime() - checkoutUntil.getTime()).toBe(5 * 60_000)
    expect(again.checkoutUntil).toEqual(first.checkoutUntil)
  })
})

test('nobody is sent to pay for a checkout that is over', async () => {
  const sale = await buildSale(t)
  const { linkToken } = await start(sale.request())
  await lapseCheckout(t, sale.item.itemId)
  await expect(startPayment(deps, { linkToken })).rejects.toMatchObject({ code: 'hold_expired' })
})

test('a buyer who is not admitted is refused before anything is written, and the next one may take the item', async () => {
  const sale = await buildSale(t)
  const admit = () => Promise.reject(new DomainError('too_many_requests'))
  await expect(startCheckout({ ...deps, admit }, sale.request())).rejects.toMatchObject({
    code: 'too_many_requests',
  })
  await start(sale.request())
})

describe('when something breaks on the way', () => {
  test('a rail that gives no answer leaves the order standing, and the same key tries again', async () => {
    const sale = await buildSale(t)
    const request = sale.request()
    const away = {
      ...deps,
      rail: { ...deps.rail, createPayment: async () => ({ outcome: 'unknown' }) as const },
    }
    await expect(startCheckout(away, request)).rejects.toMatchObject({ code: 'rail_unavailable' })
    const started = await start(request)
    expect(started.payUrl).toContain('/rail/pay/')
    expect(await ordersOf(sale.item.itemId)).toHaveLength(1)
  })

  test('a connection that dies at any moment of the checkout, then the same key: one order', async () => {
    for (let round = 0; round < 12; round++) {
      const sale = await buildSale(t)
      const request = sale.request()
      const attempt = start(request).catch(() => undefined)
      const killing = killBackends(round)
      await Promise.all([attempt, killing])
      const started = await retry(() => start(request))
      const orders = await ordersOf(sale.item.itemId)
      expect(orders.map(order => order.no)).toEqual([started.orderNo])
    }
  })

  test('a commit that happened but whose answer was lost is an order, not an error', async () => {
    const sale = await buildSale(t)
    const request = sale.request()
    const started = await startCheckout({ ...deps, db: createDatabase(losingCommits(t.pool)) }, request)
    expect((await ordersOf(sale.item.itemId)).map(order => order.no)).toEqual([started.orderNo])
    expect(await start(request)).toEqual(started)
  })

  test('a capture whose commit was lost is found done by the repeated callback', async () => {
    const order = await buildPaidAtRail(t, deps)
    const lossy = createDatabase(losingCommits(t.pool))
    await expect(capturePayment({ db: lossy }, order.paid)).rejects.toThrow('ECONNRESET')
    expect(await capturePayment(deps, order.paid)).toBe('repeated')
  })

  /** Each COMMIT reaches the database, but its answer does not come back. */
  function losingCommits(pool: pg.Pool): pg.Pool {
    const connect = async () => {
      const client = await pool.connect()
      const query = async (text: unknown, values?: unknown[]) => {
        const result = await client.query(String(text), values)
        if (text === 'commit') throw new Error('read ECONNRESET')
        return result
      }
      return { query, release: () => client.release() }
    }
    return Object.assign(Object.create(pool), { connect })
  }

  async function killBackends(delayMillis: number): Promise<void> {
    await new Promise(resolve => setTimeout(resolve, delayMillis))
    await t.owner.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'haowu-worker' AND pid <> pg_backend_pid()`,
    )
  }

  async function retry<T>(act: () => Promise<T>): Promise<T> {
    for (let tries = 0; tries < 25; tries++) {
      try {
        return await act()
      } catch {
        await new Promise(resolve => setTimeout(resolve, 10))
      }
    }
    return act()
  }
})
