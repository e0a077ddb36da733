import { buildPaidAtRail, buildSale, checkoutDeps, lapseCheckout } from '@haowu/server/test/build-sale.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pressCashierButton } from '#gateways/rail-simulator/press-cashier-button.ts'
import { capturePayment } from './capture-payment.ts'
import { expireCheckouts } from './expire-checkouts.ts'
import { type CheckoutDeps, startCheckout } from './start-checkout.ts'

let t: TestDatabase
let deps: CheckoutDeps
beforeAll(async () => {
  t = await createTestDatabase()
  deps = checkoutDeps(t)
})
afterAll(() => t[Symbol.asyncDispose]())

const stateOf = async (orderNo: string) =>
  (await t.db.selectFrom('orders').select('state').where('no', '=', orderNo).executeTakeFirstOrThrow()).state
const itemStateOf = async (itemId: string) =>
  (await t.db.selectFrom('item').select('state').where('id', '=', itemId).executeTakeFirstOrThrow()).state

test('an unpaid checkout whose time is over is closed, here and at the rail, and the item is free again', async () => {
  const sale = await buildSale(t)
  const { orderNo } = await startCheckout(deps, sale.request())
  await lapseCheckout(t, sale.item.itemId)
  expect(await expireCheckouts(deps, { limit: 10 })).toEqual({ captured: 0, closed: 1, undecided: 0 })
  expect(await stateOf(orderNo)).toBe('closed')
  expect(await itemStateOf(sale.item.itemId)).toBe('live_held')
  expect(await pressCashierButton(t.db, { outTradeNo: `P${orderNo}`, button: 'pay' })).toBe(false)
  expect(await expireCheckouts(deps, { limit: 10 })).toEqual({ captured: 0, closed: 0, undecided: 0 })
})

test.each(['10 seconds', '4 minutes'])('an unpaid checkout that still has %s is left alone', async left => {
  const { orderNo } = await startCheckout(deps, (await buildSale(t)).request())
  await sql`UPDATE orders SET checkout_until = app_now() + ${left}::interval WHERE no = ${orderNo}`.execute(
    t.db,
  )
  expect(await expireCheckouts(deps, { limit: 10 })).toEqual({ captured: 0, closed: 0, undecided: 0 })
  expect(await stateOf(orderNo)).toBe('checkout')
  expect(await pressCashierButton(t.db, { outTradeNo: `P${orderNo}`, button: 'pay' })).toBe(true)
  await sql`UPDATE orders SET state = 'closed' WHERE no = ${orderNo}`.execute(t.db)
})

test('a payment whose callback was lost is found by asking, in time', async () => {
  const sale = await buildSale(t)
  const { orderNo } = await startCheckout(deps, sale.request())
  await pressCashierButton(t.db, { outTradeNo: `P${orderNo}`, button: 'pay_lost' })
  await sql`UPDATE orders SET checkout_until = app_now() + interval '10 seconds' WHERE no = ${orderNo}`.execute(
    t.db,
  )
  expect(await expireCheckouts(deps, { limit: 10 })).toMatchObject({ captured: 1 })
  expect(await stateOf(orderNo)).toBe('paid')
})

test('a payment that has begun at the rail prolongs its checkout before it ends, by itself and once', async () => {
  const sale = await buildSale(t)
  const { orderNo } = await startCheckout(deps, sale.request())
  const secondsLeft = async () => {
    const { rows } = await sql<{ orders: number; item: number }>`
      SELECT extract(epoch FROM orders.checkout_until - app_now())::float8 AS orders,
        extract(epoch FROM item.checkout_until - app_now())::float8 AS item
      FROM orders JOIN item ON item.id = orders.item_id WHERE orders.no = ${orderNo}`.execute(t.db)
    return rows[0] ?? expect.fail('no order')
  }
  const soonOver = async () => {
    await sql`UPDATE orders SET checkout_until = app_now() + interval '10 seconds' WHERE no = ${orderNo}`.execute(
      t.db,
    )
    await sql`UPDATE item SET checkout_until = app_now() + interval '10 seconds' WHERE id = ${sale.item.itemId}`.execute(
      t.db,
    )
  }
  await soonOver()
  await expireCheckouts(deps, { limit: 10 })
  expect((await secondsLeft()).orders).toBeLessThan(11)
  await pressCashierButton(t.db, { outTradeNo: `P${orderNo}`, button: 'pay_late' })
  await Promise.all([1, 2].map(() => expireCheckouts(deps, { limit: 10 })))
  for (const left of Object.values(await secondsLeft())) expect(left).toBeGreaterThan(300)
  for (const left of Object.values(await secondsLeft())) expect(left).toBeLessThan(311)
  await soonOver()
  await expireCheckouts(deps, { limit: 10 })
  for (const left of Object.values(await secondsLeft())) expect(left).toBeLessThan(11)
  await lapseCheckout(t, sale.item.itemId)
  expect(await expireCheckouts(deps, { limit: 10 })).toMatchObject({ closed: 1 })
})

test('a buyer who is in the middle of paying when time is up loses the item and gets his money back', async () => {
  const sale = await buildSale(t)
  const { orderNo } = await startCheckout(deps, sale.request())
  const outTradeNo = `P${orderNo}`
  await pressCashierButton(t.db, { outTradeNo, button: 'pay_late' })
  await lapseCheckout(t, sale.item.itemId)
  expect(await expireCheckouts(deps, { limit: 10 })).toMatchObject({ closed: 1 })
  const paid = { outTradeNo, transactionId: `t-${outTradeNo}`, amountFen: 499_900n }
  expect(await capturePayment(deps, paid)).toBe('late')
  expect(await itemStateOf(sale.item.itemId)).toBe('live_held')
})

test('a rail that is away decides nothing, and the item goes to the next buyer all the same', async () => {
  const sale = await buildSale(t)
  const { orderNo } = await startCheckout(deps, sale.request())
  await lapseCheckout(t, sale.item.itemId)
  const unknown = async () => ({ outcome: 'unknown' }) as const
  const away = { ...deps, rail: { ...deps.rail, queryPayment: unknown } }
  expect(await expireCheckouts(away, { limit: 10 })).toMatchObject({ closed: 0, undecided: 1 })
  expect(await stateOf(orderNo)).toBe('checkout')
  await startCheckout(deps, sale.request())
  await expireCheckouts(deps, { limit: 10 })
  expect(await itemStateOf(sale.item.itemId)).toBe('checkout_held')
})

test('a checkout that fails is told and keeps none of the others waiting', async () => {
  const sales = [await buildSale(t), await buildSale(t)]
  const orders = []
  for (const sale of sales) {
    orders.push(await startCheckout(deps, sale.request()))
    await lapseCheckout(t, sale.item.itemId)
  }
  const [broken, sound] = orders.map(({ orderNo }) => orderNo)
  const queryPayment: CheckoutDeps['rail']['queryPayment'] = async outTradeNo =>
    outTradeNo === `P${broken}` ? Promise.reject(new Error('nonsense')) : deps.rail.queryPayment(outTradeNo)
  const odd = { ...deps, rail: { ...deps.rail, queryPayment } }
  await expect(expireCheckouts(odd, { limit: 10 })).rejects.toThrow('checkouts could not be ended')
  expect(await stateOf(`${sound}`)).toBe('closed')
  expect(await stateOf(`${broken}`)).toBe('checkout')
  expect(await expireCheckouts(deps, { limit: 10 })).toMatchObject({ closed: 1 })
})

test('payments that the rail says nothing of keep none of the others from their turn, nor each other', async () => {
  const orders = []
  for (let n = 0; n < 6; n++) {
    const sale = await buildSale(t)
    orders.push(await startCheckout(deps, sale.request()))
    await lapseCheckout(t, sale.item.itemId)
  }
  const [sound, ...silent] = orders.map(({ orderNo }) => orderNo).toReversed()
  const unanswered = new Set(silent.map(orderNo => `P${orderNo}`))
  const asked: string[] = []
  const queryPayment: CheckoutDeps['rail']['queryPayment'] = async outTradeNo => {
    asked.push(outTradeNo)
    return unanswered.has(outTradeNo) ? { outcome: 'unknown' } : deps.rail.queryPayment(outTradeNo)
  }
  const partly = { ...deps, rail: { ...deps.rail, queryPayment } }
  for (let run = 0; run < 2; run++) await expireCheckouts(partly, { limit: 10 })
  expect(await stateOf(`${sound}`)).toBe('closed')
  expect(new Set(asked)).toEqual(new Set([`P${sound}`, ...unanswered]))
  await expireCheckouts(deps, { limit: 10 })
  for (const orderNo of silent) expect(await stateOf(orderNo)).toBe('closed')
})

test('expiry racing capture ends as one of the two, never both, whoever is first', async () => {
  for (let round = 0; round < 15; round++) {
    const order = await buildPaidAtRail(t, deps)
    await lapseCheckout(t, order.sale.item.itemId)
    if (round % 2 === 0) {
      await sql`UPDATE item SET checkout_until = app_now() + interval '1 minute' WHERE id = ${order.sale.item.itemId}`.execute(
        t.db,
      )
    }
    const [captured] = await Promise.all([
      capturePayment(deps, order.paid),
      expireCheckouts(deps, { limit: 5 }),
      expireCheckouts(deps, { limit: 5 }),
    ])
    const sales = await t.db
      .selectFrom('sale')
      .select('orderId')
      .where('orderId', '=', order.orderId)
      .execute()
    const refunds = await t.db
      .selectFrom('refund')
      .select('id')
      .where('orderId', '=', order.orderId)
      .execute()
    expect(sales.length + refunds.length).toBe(1)
    expect(await stateOf(order.orderNo)).toBe(sales.length === 1 ? 'paid' : 'closed')
    expect(['sold', 'late', 'repeated']).toContain(captured)
  }
})
