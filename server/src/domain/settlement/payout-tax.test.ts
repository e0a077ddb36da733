import { randomUUID } from 'node:crypto'
import { buildParty } from '@haowu/server/test/build-item.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { available, bank, taxPayable } from '#domain/ledger/accounts.ts'
import { saleCaptured, saleSettled, saleSplit } from '#domain/ledger/sale-entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { proveLedger } from '#domain/ledger/prove-ledger.ts'
import { readBalance } from '#domain/ledger/read-balances.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import type { RuleValue } from '#domain/rules/rule.ts'
import { createRailSimulator } from '#gateways/rail-simulator/create-rail-simulator.ts'
import { deriveSecrets } from '#secrets.ts'
import { decidePayout } from './decide-payout.ts'
import { listPayouts } from './list-payouts.ts'
import { namePayeeAccount } from './name-payee-account.ts'
import { requestPayout } from './request-payout.ts'
import { resolvePayouts } from './resolve-payouts.ts'
import { returnPayout } from './return-payout.ts'
import { sendPayouts } from './send-payouts.ts'
import { withholdTax } from './withhold-tax.ts'

const secrets = deriveSecrets('a secret that only tests know, long enough')
let t: TestDatabase
let rule: RuleValue<'labour_tax'>
beforeAll(async () => {
  t = await createTestDatabase()
  rule = (await readRule(t.db, 'labour_tax')).value
})
afterAll(() => t[Symbol.asyncDispose]())

const yuan = (n: number) => BigInt(n) * 100n
const ACCOUNT = { holderName: '李四', bankName: '招商银行', accountNo: '6222020000005678' }

async function buildStreamer(kind: 'streamer' | 'agency' = 'streamer'): Promise<string> {
  const partyId = await buildParty(t.db, kind, `${kind} ${randomUUID()}`)
  const orderId = randomUUID()
  const share = { role: 'streamer', partyId, amountFen: yuan(1_000_000) }
  await t.db
    .transaction()
    .execute(trx =>
      postEntries(trx, [
        saleCaptured({ orderId, paidFen: share.amountFen, platformDiscountFen: 0n }),
        saleSplit({ orderId, shares: [share] }),
        saleSettled({ batchId: randomUUID(), lines: [share], platformFen: 0n }),
      ]),
    )
  await namePayeeAccount({ db: t.db, secrets }, { partyId, ...ACCOUNT, actor: 'test' })
  return partyId
}
const ask = (partyId: string, amountFen: bigint, more: { invoiceNo?: string } = {}) =>
  requestPayout(t, { partyId, amountFen, makerId: randomUUID(), idempotencyKey: randomUUID(), ...more })
const rowOf = async (payoutId: string) => {
  const { rows } = await listPayouts(t.db, { limit: 100 })
  const row = rows.find(each => each.payoutId === payoutId)
  if (!row) throw new Error('no such payout')
  return row
}

describe('cumulative withholding', () => {
  test.each([
    { what: 'up to 6,250 a month is free', paid: 0, months: 1, amount: 6_250, tax: 0 },
    { what: 'one fen more is not, but rounds down to nothing', paid: 0, months: 1, amount: 6_251, tax: 0.02 },
    { what: 'the first month', paid: 0, months: 1, amount: 10_000, tax: 90 },
    {
      what: 'the second month counts the first',
      paid: 10_000,
      withheld: 90,
      months: 2,
      amount: 10_000,
      tax: 90,
    },
    { what: 'a large month climbs the brackets', paid: 0, months: 1, amount: 200_000, tax: 14_080 },
    {
      what: 'what was withheld too much is not given back',
      paid: 10_000,
      withheld: 500,
      months: 3,
      amount: 100,
      tax: 0,
    },
    { what: 'the highest bracket', paid: 0, months: 12, amount: 2_000_000, tax: 511_080 },
  ])('$what', ({ paid, withheld = 0, months, amount, tax }) => {
    const base = { paidFen: yuan(paid), withheldFen: yuan(withheld), months }
    const { taxFen } = withholdTax(yuan(amount), base, rule)
    expect(taxFen).toBe(BigInt(Math.round(tax * 100)))
  })

  test('however a month is cut into payouts, together they withhold what one would', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt(100n, yuan(300_000)), { minLength: 1, maxLength: 8 }), amounts => {
        const whole = withholdTax(
          amounts.reduce((sum, each) => sum + each, 0n),
          { paidFen: 0n, withheldFen: 0n, months: 1 },
          rule,
        ).taxFen
        let [paidFen, withheldFen] = [0n, 0n]
        for (const amountFen of amounts) {
          const { taxFen } = withholdTax(amountFen, { paidFen, withheldFen, months: 1 }, rule)
          expect(taxFen).toBeLessThan(amountFen)
          paidFen += amountFen
          withheldFen += taxFen
        }
        expect(withheldFen).toBe(whole)
      }),
    )
  })
})

describe('a payout', () => {
  test('of an individual withholds in turn, also when three are asked for at once, and pays the rest', async () => {
    const partyId = await buildStreamer()
    const taxBefore = await readBalance(t.db, taxPayable())
    const asked = await Promise.all([
      ask(partyId, yuan(5_000)),
      ask(partyId, yuan(5_000)),
      ask(partyId, yuan(10_000)),
    ])
    const rows = await Promise.all(asked.map(({ payoutId }) => rowOf(payoutId)))
    // 20,000 in one month: 16,000 after expenses, less 5,000, at 3 %.
    expect(rows.reduce((sum, row) => sum + row.taxFen, 0n)).toBe(yuan(330))
    expect((await readBalance(t.db, taxPayable())) - taxBefore).toBe(yuan(330))
    for (const row of rows) expect(row.netFen).toBe(row.amountFen - row.taxFen)
    expect((await proveLedger(t.db)).disagreement).toBeNull()
  })

  test('that came back from the bank is available again with its tax, once, and can be paid again', async () => {
    const partyId = await buildStreamer()
    const [before, bankBefore] = [
      await readBalance(t.db, available(partyId)),
      await readBalance(t.db, bank()),
    ]
    const { payoutId } = await ask(partyId, yuan(20_000))
    const { version, netFen, no } = await rowOf(payoutId)
    await decidePayout(t, { payoutId, version, decision: 'approve', checkerId: randomUUID() })
    const rail = createRailSimulator({
      db: t.db,
      secret: secrets.railWebhook,
      publicUrl: 'http://localhost',
      chooseBehaviour: () => 'succeed',
    })
    await expect(
      returnPayout(t, { payoutId, reference: 'BK001', userId: randomUUID() }),
    ).rejects.toMatchObject({
      code: 'payout_state',
    })
    await sendPayouts({ db: t.db, rail, secrets }, { limit: 5 })
    await t.owner.query('UPDATE app_clock SET shift_seconds = shift_seconds + 60')
    await resolvePayouts({ db: t.db, rail, secrets }, { limit: 5 })
    expect(await rowOf(payoutId)).toMatchObject({ state: 'confirmed', no })
    expect((await readBalance(t.db, bank())) - bankBefore).toBe(-netFen)
    await returnPayout(t, { payoutId, reference: 'BK001', userId: randomUUID() })
    const second = randomUUID()
    const back = () => returnPayout(t, { payoutId, reference: 'BK001', userId: second })
    await Promise.all([back(), back(), back()])
    await expect(returnPayout(t, { payoutId, reference: 'BK002', userId: second })).rejects.toMatchObject({
      code: 'payout_state',
    })
    expect(await readBalance(t.db, available(partyId))).toBe(before)
    expect(await readBalance(t.db, bank())).toBe(bankBefore)
    // What came back does not count as income: the next one is taxed as if it were the first.
    expect((await rowOf((await ask(partyId, yuan(10_000))).payoutId)).taxFen).toBe(yuan(90))
    expect((await proveLedger(t.db)).disagreement).toBeNull()
  })

  test('of a company needs an invoice, each used once', async () => {
    const partyId = await buildStreamer('agency')
    await expect(ask(partyId, yuan(100))).rejects.toMatchObject({ code: 'invoice_needed' })
    await ask(partyId, yuan(100), { invoiceNo: '24312000000012345678' })
    await expect(ask(partyId, yuan(200), { invoiceNo: '24312000000012345678' })).rejects.toMatchObject({
      code: 'invoice_needed',
    })
  })

  test('to an account that replaced another waits for its rest, the first one does not', async () => {
    const partyId = await buildStreamer()
    await ask(partyId, yuan(100))
    await namePayeeAccount(
      { db: t.db, secrets },
      { partyId, ...ACCOUNT, accountNo: '6222020000009999', actor: 'x' },
    )
    await expect(ask(partyId, yuan(100))).rejects.toMatchObject({
      code: 'payee_account_rests',
      facts: { rule: 'payee_cooling', version: 1 },
    })
    await t.owner.query('UPDATE app_clock SET shift_seconds = shift_seconds + 86400')
    await ask(partyId, yuan(100))
  })
})
