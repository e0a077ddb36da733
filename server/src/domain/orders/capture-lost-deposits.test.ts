import { checkoutDeps } from '@haowu/server/test/build-sale.ts'
import { buildParty } from '@haowu/server/test/build-item.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { payInDeposit } from '#domain/deposits/pay-in-deposit.ts'
import { deposit } from '#domain/ledger/accounts.ts'
import { readBalance } from '#domain/ledger/read-balances.ts'
import { pressCashierButton } from '#gateways/rail-simulator/press-cashier-button.ts'
import { captureLostDeposits } from './capture-lost-deposits.ts'
import type { CheckoutDeps } from './start-checkout.ts'

let t: TestDatabase
let deps: CheckoutDeps
beforeAll(async () => {
  t = await createTestDatabase()
  deps = checkoutDeps(t)
})
afterAll(() => t[Symbol.asyncDispose]())

async function payIn() {
  const partyId = await buildParty(t.db, 'supplier')
  const pay = { partyId, amountFen: 5_000_000n, idempotencyKey: partyId, returnUrl: '/' }
  return { partyId, ...(await payInDeposit(deps, pay)) }
}
const age = (outTradeNo: string, minutes: number) =>
  sql`UPDATE payment SET created_at = created_at - ${minutes}::int * interval '1 minute' WHERE out_trade_no = ${outTradeNo}`.execute(
    t.db,
  )

test('a pay-in whose callback was lost is credited by asking, once', async () => {
  const { partyId, outTradeNo } = await payIn()
  await pressCashierButton(t.db, { outTradeNo, button: 'pay_lost' })
  expect(await captureLostDeposits(deps, { limit: 10 })).toBe(0)
  await age(outTradeNo, 1)
  expect(await captureLostDeposits(deps, { limit: 10 })).toBe(1)
  expect(await captureLostDeposits(deps, { limit: 10 })).toBe(0)
  expect(await readBalance(t.db, deposit(partyId))).toBe(5_000_000n)
})

test('a pay-in that nobody paid is closed after its time, so that the sweep stays small', async () => {
  const { outTradeNo } = await payIn()
  await age(outTradeNo, 41)
  await captureLostDeposits(deps, { limit: 10 })
  const payment = await t.db
    .selectFrom('payment')
    .select('state')
    .where('outTradeNo', '=', outTradeNo)
    .executeTakeFirstOrThrow()
  expect(payment.state).toBe('closed')
  expect(await pressCashierButton(t.db, { outTradeNo, button: 'pay' })).toBe(false)
})
