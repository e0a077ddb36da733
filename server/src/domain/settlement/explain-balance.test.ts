import { randomUUID } from 'node:crypto'
import { buildPaidOrders, letOrdersMature } from '@haowu/server/test/build-orders.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { ACCOUNT_KINDS_OF_CHART } from '@haowu/shared/ledger.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { available } from '#domain/ledger/accounts.ts'
import { readBalance } from '#domain/ledger/read-balances.ts'
import { deriveSecrets } from '#secrets.ts'
import { explainBalance } from './explain-balance.ts'
import { explainPayout } from './explain-payout.ts'
import { namePayeeAccount } from './name-payee-account.ts'
import { requestPayout } from './request-payout.ts'
import { settleDue } from './settle-due.ts'
import { splitDue } from './split-due.ts'

let t: TestDatabase
let supplierId: string
const secrets = deriveSecrets('a secret that only tests know, long enough')
beforeAll(async () => {
  t = await createTestDatabase()
  const built = await buildPaidOrders(t.db, { count: 20, suppliers: 2 })
  ;[supplierId = ''] = built.supplierIds
  await splitDue(t)
  await letOrdersMature(t.db)
  await settleDue(t)
})
afterAll(() => t[Symbol.asyncDispose]())

async function expectExplained(account: (typeof ACCOUNT_KINDS_OF_CHART)[number], partyId?: string) {
  const { steps, balanceFen, agrees } = await explainBalance(t.db, { account, partyId })
  expect(agrees).toBe(true)
  expect(steps.at(-1)?.levelFen ?? 0n).toBe(balanceFen)
  return { steps, balanceFen }
}

test('every balance of every kind of account is what its steps lead to', async () => {
  for (const account of ACCOUNT_KINDS_OF_CHART) {
    await expectExplained(account)
    await expectExplained(account, supplierId)
  }
})

test('a payout says what was there before and after, and shows each entry with its legs; no other number does', async () => {
  const account = { holderName: '张三', bankName: '招商银行', accountNo: '6222020000001234' }
  await namePayeeAccount({ db: t.db, secrets }, { partyId: supplierId, ...account, actor: 'test' })
  const before = await readBalance(t.db, available(supplierId))
  const asked = {
    partyId: supplierId,
    amountFen: 5_000n,
    makerId: randomUUID(),
    idempotencyKey: randomUUID(),
  }
  const { payoutId } = await requestPayout(t, asked)
  const { rows } = await t.owner.query<{ no: string }>('SELECT no FROM payout WHERE id = $1', [payoutId])
  const payout = await explainPayout(t.db, { payoutNo: rows[0]?.no ?? '' })
  expect(payout).toMatchObject({ availableBeforeFen: before, availableAfterFen: before - 5_000n })
  expect(payout).toMatchObject({
    accountNoLast4: expect.stringMatching(/^\d{4}$/),
    checkerName: null,
    decidedAt: null,
  })
  expect(payout.netFen + payout.taxFen).toBe(payout.amountFen)
  expect(payout.entries.map(({ kind }) => kind)).toEqual(['payout_requested'])
  expect(payout.entries[0]?.legs.reduce((sum, leg) => sum + leg.amountFen, 0n)).toBe(5_000n)
  const { steps } = await expectExplained('L:AVAILABLE', supplierId)
  expect(steps.map(({ kind }) => kind)).toEqual(['sale_settled', 'payout_requested'])
  await expect(explainPayout(t.db, { payoutNo: 'none' })).rejects.toThrow('not_found')
})
