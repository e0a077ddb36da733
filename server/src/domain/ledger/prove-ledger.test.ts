import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../test/test-database.ts'
import { depositPaidIn } from './deposit-entries.ts'
import { saleCaptured, saleSplit } from './sale-entries.ts'
import { openHold } from './hold-balance.ts'
import { emptyLedger } from './ledger-model.ts'
import { postEntries } from './post-entries.ts'
import { proveLedger } from './prove-ledger.ts'
import { reverseEntry } from './reverse-entry.ts'

const supplier = '0198a000-0000-7000-8000-000000000001'
const orderId = '0198a000-0000-7000-8000-000000000002'

let t: TestDatabase
beforeAll(async () => {
  t = await createTestDatabase()
})
afterAll(() => t[Symbol.asyncDispose]())

/** Transactions: 1 paid, 2 split, 3 pay-in, 4 hold, 5 another sale, 6 its reversal. */
beforeEach(async () => {
  await emptyLedger(t.owner)
  await t.db.transaction().execute(async trx => {
    await postEntries(trx, [saleCaptured({ orderId, paidFen: 100n, platformDiscountFen: 10n })])
    await postEntries(trx, [
      saleSplit({ orderId, shares: [{ role: 'supplier', partyId: supplier, amountFen: 110n }] }),
    ])
    await postEntries(trx, [depositPaidIn({ paymentId: randomUUID(), partyId: supplier, amountFen: 50n })])
    await openHold(trx, { key: 'h', partyId: supplier, amountFen: 20n, reason: 'test' })
    const [sale] = await postEntries(trx, [
      saleCaptured({ orderId: randomUUID(), paidFen: 70n, platformDiscountFen: 0n }),
    ])
    if (sale) await reverseEntry(trx, { transactionId: sale.transactionId, actor: 'test' })
  })
})

test('a sound ledger proves, with the number of rows it was proved over', async () => {
  expect(await proveLedger(t.db)).toEqual({ legs: 7n, transactions: 6n, accounts: 7n, disagreement: null })
})

const withLegsTo = (code: string, change: string) => `
  UPDATE ledger.leg SET ${change} WHERE credit = (SELECT id FROM ledger.account WHERE code = '${code}')`

// Each as somebody with a superuser's rights could do it, with the triggers off.
test.each([
  ['a leg is changed', withLegsTo('L:ESCROW', 'amount_fen = amount_fen + 1'), 'sum of its legs', 'A:CHANNEL'],
  [
    'a leg vanishes',
    'DELETE FROM ledger.leg WHERE transaction_id = 1 AND seq = 2',
    'all its legs',
    'transaction 1',
  ],
  ['a transaction vanishes', 'DELETE FROM ledger.transaction WHERE id = 3', 'all its legs', 'transaction 3'],
  ['all legs vanish', 'DELETE FROM ledger.leg WHERE transaction_id = 2', 'all its legs', 'transaction 2'],
  ['a leg is added', 'INSERT INTO ledger.leg VALUES (3, 1, 2, 5, NULL, 2)', 'all its legs', 'transaction 3'],
  [
    'a leg moves to an unknown account',
    'UPDATE ledger.leg SET credit = 999 WHERE transaction_id = 3',
    'sum of its legs',
    `L:DEPOSIT:${supplier}`,
  ],
  [
    'a balance is raised',
    'UPDATE ledger.balance SET credit_total = credit_total + 1 WHERE account_id = 1',
    'sum of its legs',
    'A:CHANNEL',
  ],
  ['a balance vanishes', 'DELETE FROM ledger.balance WHERE account_id = 1', 'sum of its legs', 'A:CHANNEL'],
  [
    'an account loses its floor',
    "UPDATE ledger.account SET floor_zero = false WHERE code = 'L:ESCROW'",
    'follows the chart',
    'L:ESCROW',
  ],
  ['a hold is widened', 'UPDATE ledger.hold SET amount_fen = 21', 'open holds', `L:DEPOSIT_HELD:${supplier}`],
  ['a hold vanishes', 'DELETE FROM ledger.hold', 'open holds', `L:DEPOSIT_HELD:${supplier}`],
  [
    'escrow is taken for another order',
    `UPDATE ledger.leg SET order_id = gen_random_uuid() WHERE transaction_id = 1`,
    'out of escrow',
    `order ${orderId}`,
  ],
  [
    'a reversal is bent',
    'UPDATE ledger.transaction SET reverses = 3 WHERE id = 6',
    'mirrors',
    'transaction 6',
  ],
  [
    'a month was closed before',
    "INSERT INTO ledger.period SELECT date_trunc('month', effective_on)::date, '2020-01-01' FROM ledger.transaction LIMIT 1",
    'closed month',
    'transaction 1',
  ],
])('the proof names the row when %s', async (_, tampering, check, row) => {
  await t.owner.query(`SET session_replication_role = replica; ${tampering}; RESET session_replication_role`)
  const { disagreement } = await proveLedger(t.db)
  expect(disagreement?.check).toContain(check)
  expect(disagreement?.row).toBe(row)
})
