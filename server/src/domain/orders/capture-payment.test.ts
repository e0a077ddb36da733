import {
  buildPaidAtRail,
  buildPaidOrder,
  buildSale,
  checkoutDeps,
  lapseCheckout,
  type PaidOrder,
} from '@haowu/server/test/build-sale.ts'
import { buildParty } from '@haowu/server/test/build-item.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deposit, escrow, refundDue, suspense } from '#domain/ledger/accounts.ts'
import { proveLedger } from '#domain/ledger/prove-ledger.ts'
import { readBalance } from '#domain/ledger/read-balances.ts'
import { readLegsOfOrder } from '#domain/ledger/read-legs.ts'
import { capturePayment } from './capture-payment.ts'
import { type CheckoutDeps, startCheckout } from './start-checkout.ts'

let t: TestDatabase
let deps: CheckoutDeps
beforeAll(async () => {
  t = await createTestDatabase()
  deps = checkoutDeps(t)
})
afterAll(() => t[Symbol.asyncDispose]())

const orderOf = (orderId: string) =>
  t.db.selectFrom('orders').selectAll().where('id', '=', orderId).executeTakeFirstOrThrow()
const itemOf = ({ sale }: PaidOrder) =>
  t.db.selectFrom('item').selectAll().where('id', '=', sale.item.itemId).executeTakeFirstOrThrow()
const refundsOf = (orderId: string) =>
  t.db.selectFrom('refund').selectAll().where('orderId', '=', orderId).execute()
const salesOf = ({ sale }: PaidOrder) =>
  t.db.selectFrom('sale').selectAll().where('itemId', '=', sale.item.itemId).execute()
const eventsOf = async (key: string) =>
  (await t.db.selectFrom('outbox').select('kind').where('key', '=', key).execute()).map(event => event.kind)

describe('a payment in time', () => {
  test('sells the item, pays the order, ends the live hold, posts escrow and announces, together', async () => {
    const order = await buildPaidAtRail(t, deps)
    expect(await capturePayment(deps, order.paid)).toBe('sold')
    expect(await orderOf(order.orderId)).toMatchObject({ state: 'paid', paidAt: expect.any(Date) })
    expect(await itemOf(order)).toMatchObject({ state: 'sold', qty: 0 })
    const hold = await t.db
      .selectFrom('liveHold')
      .select('state')
      .where('id', '=', order.sale.room.liveHoldId)
      .executeTakeFirstOrThrow()
    expect(hold.state).toBe('sold')
    expect(await eventsOf(`order:${order.orderId}:paid`)).toEqual(['order_paid'])
    expect(await eventsOf(`live_hold:${order.sale.room.liveHoldId}:ended`)).toEqual(['live_hold_ended'])
    expect(await readLegsOfOrder(t.db, order.orderId)).toMatchObject([
      { debit: 'A:CHANNEL', credit: 'L:ESCROW', amountFen: 499_900n },
    ])
  })

  test('told three times at once, and again later, has one effect', async () => {
    const order = await buildPaidAtRail(t, deps)
    const answers = await Promise.all([1, 2, 3].map(() => capturePayment(deps, order.paid)))
    answers.push(await capturePayment(deps, order.paid))
    expect(answers.sort()).toEqual(['repeated', 'repeated', 'repeated', 'sold'])
    expect(await readLegsOfOrder(t.db, order.orderId)).toHaveLength(1)
    expect(await salesOf(order)).toHaveLength(1)
  })

  test('of another amount is refused, audited and booked in suspense once; the right one still counts', async () => {
    const order = await buildPaidAtRail(t, deps)
    const wrong = { ...order.paid, amountFen: 1n }
    for (const _ of [1, 2]) {
      await expect(capturePayment(deps, wrong)).rejects.toMatchObject({ code: 'payment_refused' })
    }
    const audited = await t.db
      .selectFrom('auditLog')
      .select('facts')
      .where('action', '=', 'payment_amount_refused')
      .execute()
    expect(audited).toMatchObject([{ facts: { expectedFen: '499900', paidFen: '1' } }])
    expect(await readBalance(t.db, suspense())).toBe(-1n)
    expect(await capturePayment(deps, order.paid)).toBe('sold')
  })

  test('of a number that is not ours is not found', async () => {
    const paid = { outTradeNo: 'P0', transactionId: 'x', amountFen: 1n }
    await expect(capturePayment(deps, paid)).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('a payment that comes too late', () => {
  test('is returned, releases the item to its session and closes the order', async () => {
    const order = await buildPaidAtRail(t, deps)
    await lapseCheckout(t, order.sale.item.itemId)
    const before = await readBalance(t.db, refundDue())
    expect(await capturePayment(deps, order.paid)).toBe('late')
    expect(await orderOf(order.orderId)).toMatchObject({ state: 'closed', paidAt: null })
    expect(await itemOf(order)).toMatchObject({ state: 'live_held' })
    expect(await salesOf(order)).toEqual([])
    const [refund] = await refundsOf(order.orderId)
    expect(refund).toMatchObject({ reason: 'late_payment', state: 'requested', amountFen: 499_900n })
    expect(await eventsOf(`refund:${refund?.id}:requested`)).toEqual(['payment_to_refund'])
    expect((await readBalance(t.db, refundDue())) - before).toBe(499_900n)
  })

  test('never takes the item from the buyer who holds it now, in whatever order the two payments come', async () => {
    const first = await buildPaidAtRail(t, deps)
    await lapseCheckout(t, first.sale.item.itemId)
    const second = await startCheckout(deps, first.sale.request())
    const outTradeNo = `P${second.orderNo}`
    const [late, sold] = await Promise.all([
      capturePayment(deps, first.paid),
      capturePayment(deps, { outTradeNo, transactionId: `t-${outTradeNo}`, amountFen: 499_900n }),
    ])
    expect([late, sold]).toEqual(['late', 'sold'])
    expect(await salesOf(first)).toHaveLength(1)
    expect(await refundsOf(first.orderId)).toHaveLength(1)
  })

  test('told three times at once is returned once', async () => {
    const order = await buildPaidAtRail(t, deps)
    await lapseCheckout(t, order.sale.item.itemId)
    const answers = await Promise.all([1, 2, 3].map(() => capturePayment(deps, order.paid)))
    expect(answers.sort()).toEqual(['late', 'repeated', 'repeated'])
    expect(await refundsOf(order.orderId)).toHaveLength(1)
  })

  test('because the report was revoked meanwhile is returned too', async () => {
    const order = await buildPaidAtRail(t, deps)
    await t.db
      .updateTable('report')
      .set({ state: 'revoked' })
      .where('id', '=', order.sale.item.reportId)
      .execute()
    expect(await capturePayment(deps, order.paid)).toBe('late')
  })
})

test('a payment into a deposit is credited once', async () => {
  const partyId = await buildParty(t.db, 'streamer')
  const outTradeNo = 'D-ONE'
  await t.db
    .insertInto('payment')
    .values({ partyId, purpose: 'deposit', outTradeNo, amountFen: 1_000_000n })
    .execute()
  const paid = { outTradeNo, transactionId: 't-D-ONE', amountFen: 1_000_000n }
  const answers = await Promise.all([1, 2, 3].map(() => capturePayment(deps, paid)))
  expect(answers.sort()).toEqual(['deposit', 'repeated', 'repeated'])
  expect(await readBalance(t.db, deposit(partyId))).toBe(1_000_000n)
})

test('after all of this the ledger proves, and escrow holds exactly the paid orders', async () => {
  await buildPaidOrder(t, deps, { priceFen: 1n })
  await buildSale(t)
  const { disagreement } = await proveLedger(t.db)
  expect(disagreement).toBeNull()
  const { paidFen } = await t.db
    .selectFrom('orders')
    .select(query => query.fn.sum<bigint>('paidFen').as('paidFen'))
    .where('state', '=', 'paid')
    .executeTakeFirstOrThrow()
  expect(await readBalance(t.db, escrow())).toBe(BigInt(paidFen))
})
