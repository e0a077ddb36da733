import { createHash, randomUUID } from 'node:crypto'
import { buildPaidOrders, letOrdersMature } from '@haowu/server/test/build-orders.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { available, receivable, reserve } from '#domain/ledger/accounts.ts'
import { payoutRejected, payoutRequested } from '#domain/ledger/payout-entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { readBalance } from '#domain/ledger/read-balances.ts'
import { requestRefund } from '#domain/orders/request-refund.ts'
import { readAccount, readAccounts } from './read-account.ts'
import { settleDue } from './settle-due.ts'
import { splitDue } from './split-due.ts'
import { writeAccount } from './write-account.ts'

let t: TestDatabase
beforeAll(async () => {
  t = await createTestDatabase()
})
afterAll(() => t[Symbol.asyncDispose]())

const monthNow = async (shift = 0) =>
  (
    await sql<{ month: string }>`
      SELECT to_char(business_day(app_now()) + ${shift}::int * interval '1 month', 'YYYY-MM') AS month
    `.execute(t.db)
  ).rows[0]?.month ?? ''
const settledWorth = async (partyId: string) =>
  (await readBalance(t.db, available(partyId))) +
  (await readBalance(t.db, reserve(partyId))) -
  (await readBalance(t.db, receivable(partyId)))
const bytesOf = async (partyId: string, month: string, format: 'csv' | 'xlsx') => {
  const statement = await readAccount(t.db, { partyId, month, limit: 10_000 })
  const hash = createHash('sha256')
  for await (const chunk of writeAccount(statement, { format, language: 'zh' })) hash.update(chunk)
  return hash.digest('hex')
}

test('opening and lines are the closing, each line leads to its order, and the next month opens where this one ends', async () => {
  const { orderIds, streamerIds } = await buildPaidOrders(t.db, {
    count: 30,
    suppliers: 2,
    streamers: 1,
    terms: { settlementTier: 'D' },
  })
  const [partyId = ''] = streamerIds
  await splitDue(t)
  await letOrdersMature(t.db)
  await settleDue(t)
  const payout = { payoutId: randomUUID(), partyId, amountFen: await readBalance(t.db, available(partyId)) }
  await t.db.transaction().execute(trx => postEntries(trx, [payoutRequested(payout)]))
  for (const orderId of orderIds.slice(0, 3)) {
    const wish = { orderId, supplierId: null, reason: 'after_sale', requestedBy: 'test' } as const
    await requestRefund(t, { ...wish, fault: 'supplier' })
  }
  const month = await monthNow()
  const before = await readAccount(t.db, { partyId, month, limit: 1_000 })
  expect(before.lines.filter(line => line.kind === 'sale_settled')).toHaveLength(30)
  expect(before.lines.every(line => line.kind === 'payout_requested' || line.orderNo !== null)).toBe(true)
  expect(before.openingFen).toBe(0n)
  expect(before.closingFen).toBe(await settledWorth(partyId))
  expect(before.lines.reduce((sum, line) => sum + line.amountFen, 0n)).toBe(before.closingFen)
  expect(await bytesOf(partyId, month, 'csv')).toBe(await bytesOf(partyId, month, 'csv'))
  expect(await bytesOf(partyId, month, 'xlsx')).toBe(await bytesOf(partyId, month, 'xlsx'))

  // A month later the payout is rejected: the old month stays as it was, to the byte.
  const then = await bytesOf(partyId, month, 'csv')
  await t.owner.query('UPDATE app_clock SET shift_seconds = shift_seconds + 32 * 86400')
  await t.db.transaction().execute(trx => postEntries(trx, [payoutRejected(payout)]))
  expect(await bytesOf(partyId, month, 'csv')).toBe(then)
  const after = await readAccount(t.db, { partyId, month: await monthNow(), limit: 1_000 })
  expect(after.openingFen).toBe(before.closingFen)
  expect(after.lines).toMatchObject([{ kind: 'payout_rejected', amountFen: payout.amountFen }])
  expect(after.closingFen).toBe(await settledWorth(partyId))
})

test('the statements of everybody at once are the statements of each', async () => {
  const { rows } = await t.owner.query<{ id: string }>('SELECT id FROM party')
  const partyIds = rows.map(({ id }) => id)
  const month = await monthNow(-1)
  const all = await readAccounts(t.db, { partyIds, month })
  expect(all.size).toBe(partyIds.length)
  for (const partyId of partyIds) {
    expect(all.get(partyId)).toEqual(await readAccount(t.db, { partyId, month, limit: 10_000 }))
  }
  expect([...all.values()].some(({ lines }) => lines.length > 1)).toBe(true)
})

test('a settlement whose orders do not add up is told, not papered over', async () => {
  const { streamerIds } = await buildPaidOrders(t.db, { count: 2, suppliers: 1, streamers: 1 })
  const [partyId = ''] = streamerIds
  await splitDue(t)
  await letOrdersMature(t.db)
  await settleDue(t)
  await sql`UPDATE accrual SET settled_fen = settled_fen - 1 WHERE party_id = ${partyId}`.execute(t.db)
  await expect(readAccount(t.db, { partyId, month: await monthNow(), limit: 100 })).rejects.toThrow(
    'the ledger at',
  )
})
