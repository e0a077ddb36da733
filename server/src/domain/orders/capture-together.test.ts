import { buildParty } from '@haowu/server/test/build-item.ts'
import {
  buildPaidAtRail,
  checkoutDeps,
  lapseCheckout,
  type PaidOrder,
} from '@haowu/server/test/build-sale.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DomainError } from '#domain/domain-error.ts'
import { deposit } from '#domain/ledger/accounts.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { proveLedger } from '#domain/ledger/prove-ledger.ts'
import { readBalance } from '#domain/ledger/read-balances.ts'
import { saleCaptured } from '#domain/ledger/sale-entries.ts'
import type { PaidAtRail } from './capture-payment.ts'
import { captureTogether } from './capture-together.ts'
import { lockOrder } from './order-store.ts'
import type { CheckoutDeps } from './start-checkout.ts'

let t: TestDatabase
let deps: CheckoutDeps
beforeAll(async () => {
  t = await createTestDatabase()
  deps = checkoutDeps(t)
})
afterAll(() => t[Symbol.asyncDispose]())

const paidOrders = (count: number) =>
  Promise.all(Array.from({ length: count }, () => buildPaidAtRail(t, deps)))
/** What became of it: the answer, or the code of the refusal. */
const answerTo = (paid: PaidAtRail) =>
  captureTogether(t.db, paid).catch(error => (error instanceof DomainError ? error.code : error))
const stateOf = async ({ orderId }: PaidOrder) =>
  (await t.db.selectFrom('orders').select('state').where('id', '=', orderId).executeTakeFirstOrThrow()).state
/** How many transactions made the sales of these orders. */
async function transactionsOf(orders: PaidOrder[]): Promise<number> {
  const { rows } = await t.owner.query(
    'SELECT count(DISTINCT xmin::text)::int AS n, count(*)::int AS sales FROM sale WHERE order_id = ANY($1)',
    [orders.map(order => order.orderId)],
  )
  expect(rows[0].sales).toBe(orders.length)
  return rows[0].n
}

test('payments that are told at once are taken by few transactions, and each gets the answer it would have got alone', async () => {
  const orders = await paidOrders(12)
  const late = await buildPaidAtRail(t, deps)
  await lapseCheckout(t, late.sale.item.itemId)
  const short = await buildPaidAtRail(t, deps)
  const partyId = await buildParty(t.db, 'streamer')
  await t.db
    .insertInto('payment')
    .values({ partyId, purpose: 'deposit', outTradeNo: 'D-TOGETHER', amountFen: 700_000n })
    .execute()
  const odd = [
    late.paid,
    { ...short.paid, amountFen: 1n },
    { outTradeNo: 'D-TOGETHER', transactionId: 't-together', amountFen: 700_000n },
    { outTradeNo: 'P0', transactionId: 'x', amountFen: 1n },
  ]
  const told = [...orders.map(({ paid }) => paid), ...orders.slice(0, 4).map(({ paid }) => paid), ...odd]
  const answers = await Promise.all(told.map(answerTo))
  expect(answers.slice(0, 12)).toEqual(Array.from({ length: 12 }, () => 'sold'))
  expect(answers.slice(12)).toEqual([
    ...Array.from({ length: 4 }, () => 'repeated'),
    'late',
    'payment_refused',
    'deposit',
    'not_found',
  ])
  expect(await Promise.all(orders.map(stateOf))).toEqual(orders.map(() => 'paid'))
  expect(await transactionsOf(orders)).toBeLessThan(4)
  expect(await Promise.all(orders.map(({ paid }) => answerTo(paid)))).toEqual(orders.map(() => 'repeated'))
  expect([await stateOf(late), await stateOf(short)]).toEqual(['closed', 'checkout'])
  expect(await readBalance(t.db, deposit(partyId))).toBe(700_000n)
  expect((await proveLedger(t.db)).disagreement).toBeNull()
})

test('an order that somebody works on keeps only itself waiting', async () => {
  const [first, busy, last] = (await paidOrders(3)) as [PaidOrder, PaidOrder, PaidOrder]
  const answers: string[] = []
  const note = (order: PaidOrder, name: string) =>
    answerTo(order.paid).then(answer => answers.push(`${name} ${answer}`))
  const done = await t.db.transaction().execute(async trx => {
    await lockOrder(trx, busy.orderId)
    const all = [note(first, 'first'), note(busy, 'busy'), note(last, 'last')]
    await Promise.all([all[0], all[2]])
    expect(answers.toSorted()).toEqual(['first sold', 'last sold'])
    expect(await transactionsOf([first, last])).toBe(1)
    // In a box, because the transaction would wait for a bare promise.
    return { all }
  })
  await Promise.all(done.all)
  expect(answers).toContain('busy sold')
})

test('one that cannot be taken costs its neighbours nothing', async () => {
  const orders = await paidOrders(4)
  const [poisoned, ...others] = orders as [PaidOrder, ...PaidOrder[]]
  const { orderId } = poisoned
  await t.db
    .transaction()
    .execute(trx => postEntries(trx, [saleCaptured({ orderId, paidFen: 5n, platformDiscountFen: 0n })]))
  const answers = await Promise.all(orders.map(({ paid }) => answerTo(paid)))
  expect(answers).toEqual(['idempotency_conflict', 'sold', 'sold', 'sold'])
  expect(await stateOf(poisoned)).toBe('checkout')
  expect(await Promise.all(others.map(stateOf))).toEqual(['paid', 'paid', 'paid'])
})
