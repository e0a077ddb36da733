import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PaymentRail } from '../payment-rail.ts'
import { answerWithin } from './answer-within.ts'
import type { CashierButton } from './behaviour.ts'
import { createRailSimulator } from './create-rail-simulator.ts'
import { pressCashierButton } from './press-cashier-button.ts'

let t: TestDatabase
let rail: PaymentRail
const secret = Buffer.alloc(32, 7)
beforeAll(async () => {
  t = await createTestDatabase()
  rail = createRailSimulator({ db: t.db, secret, publicUrl: 'http://localhost:3000' })
})
afterAll(() => t[Symbol.asyncDispose]())

let numbers = 0
const newNumber = () => `N${++numbers}`

async function open(amountFen = 10_000n, inMinutes = 5): Promise<string> {
  const outTradeNo = newNumber()
  const expiresAt = new Date(Date.now() + inMinutes * 60_000)
  await rail.createPayment({ outTradeNo, amountFen, subject: 's', expiresAt, returnUrl: '/' })
  return outTradeNo
}
const press = (outTradeNo: string, button: CashierButton) => pressCashierButton(t.db, { outTradeNo, button })
async function paid(amountFen?: bigint): Promise<string> {
  const outTradeNo = await open(amountFen)
  await press(outTradeNo, 'pay')
  return outTradeNo
}
const stateOf = async (outTradeNo: string) => {
  const answer = await rail.queryPayment(outTradeNo)
  return answer.outcome === 'answered' ? answer.value.state : answer
}

describe('a payment', () => {
  test('keeps its number: the same again is the same, another amount is refused', async () => {
    const outTradeNo = await open(10_000n)
    const again = { outTradeNo, subject: 's', expiresAt: new Date(), returnUrl: '/' }
    expect(await rail.createPayment({ ...again, amountFen: 10_000n })).toMatchObject({ outcome: 'answered' })
    expect(await rail.createPayment({ ...again, amountFen: 9_999n })).toEqual({
      outcome: 'refused',
      reason: 'number_reused',
    })
  })

  test.each([
    ['pay', 'SUCCESS'],
    ['pay_slow', 'SUCCESS'],
    ['pay_repeat', 'SUCCESS'],
    ['pay_lost', 'SUCCESS'],
    ['pay_late', 'USERPAYING'],
    ['refuse', 'PAYERROR'],
  ] as const)('after the button %s is %s', async (button, state) => {
    const outTradeNo = await open()
    expect(await press(outTradeNo, button)).toBe(true)
    expect(await stateOf(outTradeNo)).toBe(state)
  })

  test('is paid once, however often the button is pressed', async () => {
    const outTradeNo = await open()
    const pressed = await Promise.all([1, 2, 3].map(() => press(outTradeNo, 'pay')))
    expect(pressed.filter(Boolean)).toHaveLength(1)
  })

  test('that the bank refused may be paid after all', async () => {
    const outTradeNo = await open()
    await press(outTradeNo, 'refuse')
    await press(outTradeNo, 'pay')
    expect(await stateOf(outTradeNo)).toBe('SUCCESS')
  })

  test('once closed cannot be paid, once paid or being paid cannot be closed', async () => {
    const closed = await open()
    expect(await rail.closePayment(closed)).toEqual({ outcome: 'answered', value: { closed: true } })
    expect(await press(closed, 'pay')).toBe(false)
    for (const button of ['pay', 'pay_late'] as const) {
      const outTradeNo = await open()
      await press(outTradeNo, button)
      expect(await rail.closePayment(outTradeNo)).toEqual({ outcome: 'refused', reason: 'wrong_state' })
    }
  })

  test('that has run out cannot be paid, and an unknown one is not found', async () => {
    expect(await press(await open(1n, -1), 'pay')).toBe(false)
    expect(await rail.queryPayment('never')).toEqual({ outcome: 'refused', reason: 'not_found' })
  })

  test('paid late succeeds when its time comes, though nobody is awake', async () => {
    const outTradeNo = await open()
    await press(outTradeNo, 'pay_late')
    await sql`UPDATE rail_simulator.payment SET pays_at = app_now() WHERE out_trade_no = ${outTradeNo}`.execute(
      t.db,
    )
    expect(await stateOf(outTradeNo)).toBe('SUCCESS')
  })
})

describe('a refund', () => {
  const refund = (outTradeNo: string, amountFen: bigint, outRefundNo = newNumber()) =>
    rail.refund({ outTradeNo, outRefundNo, amountFen, reason: 'r' })

  test('is processed, then succeeds; the same number is the same refund', async () => {
    const outTradeNo = await paid()
    const outRefundNo = newNumber()
    expect(await refund(outTradeNo, 4_000n, outRefundNo)).toMatchObject({ value: { state: 'PROCESSING' } })
    await sql`UPDATE rail_simulator.refund SET ends_at = app_now()`.execute(t.db)
    expect(await refund(outTradeNo, 4_000n, outRefundNo)).toMatchObject({ value: { state: 'SUCCESS' } })
    expect(await refund(outTradeNo, 4_001n, outRefundNo)).toMatchObject({ reason: 'number_reused' })
  })

  test('never returns more than was paid, also when asked from all sides at once', async () => {
    const outTradeNo = await paid(10_000n)
    const answers = await Promise.all(Array.from({ length: 8 }, () => refund(outTradeNo, 3_000n)))
    expect(answers.filter(answer => answer.outcome === 'answered')).toHaveLength(3)
    expect(answers.find(answer => answer.outcome === 'refused')).toMatchObject({
      reason: 'amount_exceeds_paid',
    })
  })

  test('of what was not paid is refused', async () => {
    expect(await refund(await open(), 1n)).toEqual({ outcome: 'refused', reason: 'wrong_state' })
    expect(await refund('never', 1n)).toEqual({ outcome: 'refused', reason: 'not_found' })
  })
})

describe('a transfer', () => {
  const payee = { holderName: '张三', bankName: '招商银行', accountNo: '6225880000001234' }
  const transfer = (accountNo: string, outTransferNo: string, amountFen = 500n) =>
    rail.transfer({ outTransferNo, amountFen, payee: { ...payee, accountNo } })
  const ended = async (outTransferNo: string) => {
    await sql`UPDATE rail_simulator.transfer SET ends_at = app_now()`.execute(t.db)
    const answer = await rail.queryTransfer(outTransferNo)
    return answer.outcome === 'answered' ? answer.value.state : answer.outcome
  }

  test.each([
    ['an ordinary account', payee.accountNo, 'answered', 'SUCCESS'],
    ['the account that fails', '0000000000000001', 'answered', 'FAIL'],
    ['the account whose answer is lost', '0000000000000002', 'unknown', 'SUCCESS'],
    ['the account that is never reached', '0000000000000003', 'unknown', 'refused'],
  ])('to %s', async (_, accountNo, outcome, state) => {
    const outTransferNo = newNumber()
    expect((await transfer(accountNo, outTransferNo)).outcome).toBe(outcome)
    expect(await ended(outTransferNo)).toBe(state)
  })

  test('keeps its number: another amount or payee is refused', async () => {
    const outTransferNo = newNumber()
    const first = await transfer(payee.accountNo, outTransferNo)
    expect(await transfer(payee.accountNo, outTransferNo)).toEqual(first)
    expect(await transfer(payee.accountNo, outTransferNo, 501n)).toMatchObject({ reason: 'number_reused' })
    expect(await transfer('6225880000009999', outTransferNo)).toMatchObject({ reason: 'number_reused' })
  })
})

test('a call that takes too long or breaks is unknown, not an exception', async () => {
  const never = new Promise<never>(() => {})
  expect(await answerWithin(20, () => never)).toEqual({ outcome: 'unknown' })
  expect(await answerWithin(20, () => Promise.reject(new Error('reset')))).toEqual({ outcome: 'unknown' })
})
