import { buildSale, checkoutDeps } from '@haowu/server/test/build-sale.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CashierButton } from '#gateways/rail-simulator/behaviour.ts'
import { pressCashierButton } from '#gateways/rail-simulator/press-cashier-button.ts'
import { checkPayment } from './check-payment.ts'
import { type CheckoutDeps, startCheckout } from './start-checkout.ts'

let t: TestDatabase
let deps: CheckoutDeps
beforeAll(async () => {
  t = await createTestDatabase()
  deps = checkoutDeps(t)
})
afterAll(() => t[Symbol.asyncDispose]())

/** A buyer who pressed this at the cashier, or nothing, and is back on the page of his order. */
async function backFromCashier(button: CashierButton | null) {
  const { orderNo, linkToken } = await startCheckout(deps, (await buildSale(t)).request())
  if (button) await pressCashierButton(t.db, { outTradeNo: `P${orderNo}`, button })
  const stateOf = async () => {
    const found = t.db.selectFrom('orders').select('state').where('no', '=', orderNo)
    return (await found.executeTakeFirstOrThrow()).state
  }
  return { linkToken, stateOf }
}

test.each([
  [null, { paying: false }, 'checkout'],
  ['refuse', { paying: false }, 'checkout'],
  ['pay_late', { paying: true }, 'checkout'],
  ['pay_slow', { paying: false }, 'paid'],
  ['pay_lost', { paying: false }, 'paid'],
] as const)('who comes back after %s is told %j, and the order is %s', async (button, told, state) => {
  const { linkToken, stateOf } = await backFromCashier(button)
  expect(await checkPayment(deps, { linkToken })).toEqual(told)
  expect(await stateOf()).toBe(state)
})

test('asked by many at once and again later it is one sale; a rail that is away says nothing, a link of nobody is not found', async () => {
  const { linkToken, stateOf } = await backFromCashier('pay_lost')
  const away = { ...deps.rail, queryPayment: async () => ({ outcome: 'unknown' }) as const }
  expect(await checkPayment({ ...deps, rail: away }, { linkToken })).toEqual({ paying: false })
  expect(await stateOf()).toBe('checkout')
  const before = await t.db.selectFrom('sale').select('itemId').execute()
  await Promise.all([1, 2, 3].map(() => checkPayment(deps, { linkToken })))
  expect(await checkPayment(deps, { linkToken })).toEqual({ paying: false })
  expect(await t.db.selectFrom('sale').select('itemId').execute()).toHaveLength(before.length + 1)
  await expect(checkPayment(deps, { linkToken: 'x'.repeat(43) })).rejects.toMatchObject({ code: 'not_found' })
})
