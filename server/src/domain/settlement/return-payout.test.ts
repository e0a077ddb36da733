import { randomUUID } from 'node:crypto'
import { buildApprovedBatch, buildEarner } from '@haowu/server/test/build-payout-batch.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { expect, test } from 'vitest'
import { available, bank } from '#domain/ledger/accounts.ts'
import { readBalance } from '#domain/ledger/read-balances.ts'
import { recordPayoutOutcome } from './record-payout-outcome.ts'
import { returnPayout } from './return-payout.ts'

/** Two payouts of ¥5,000 that arrived. */
async function buildTwoPaid(t: TestDatabase) {
  await buildEarner(t.db, 500_000n)
  await buildEarner(t.db, 500_000n)
  const { lines } = await buildApprovedBatch(t.db, 'file')
  for (const { payoutId } of lines)
    await recordPayoutOutcome(t, { payoutId, outcome: 'confirmed', userId: randomUUID() })
  const [one, two] = lines
  if (!one || !two) throw new Error('the batch has no two lines')
  return { one, two }
}

const comeBack = (t: TestDatabase, { payoutId }: { payoutId: string }, reference: string) =>
  returnPayout(t, { payoutId, reference, actor: 'user:f' })

test('one line of the bank brings one payout back, however it is written; told again of the same payout it changes nothing', async () => {
  await using t = await createTestDatabase()
  const { one, two } = await buildTwoPaid(t)
  await comeBack(t, one, 'BK001')
  await comeBack(t, one, ' BK001 ')
  for (const reference of ['BK001', ' BK001', 'bk001'])
    await expect(comeBack(t, two, reference)).rejects.toMatchObject({
      code: 'return_line_used',
      facts: { reference: reference.trim(), no: one.no },
    })
  expect(await readBalance(t.db, available(one.partyId))).toBe(500_000n)
  expect(await readBalance(t.db, available(two.partyId))).toBe(0n)
  expect(await readBalance(t.db, bank())).toBe(-500_000n)
  await comeBack(t, two, 'BK002')
  expect(await readBalance(t.db, bank())).toBe(0n)
})

test('of two payouts for which one line is named at the same time one comes back, and no row written around the code shares it', async () => {
  await using t = await createTestDatabase()
  const { one, two } = await buildTwoPaid(t)
  // The first has said which line it is and waits for a table that it needs later; so the other comes while it is not done.
  const locker = await t.owner.connect()
  const waiting = async () => {
    const { rows } = await t.owner.query(
      `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    )
    return rows[0].n
  }
  let told: PromiseSettledResult<void>[]
  try {
    await locker.query('BEGIN')
    await locker.query('LOCK TABLE audit_log IN EXCLUSIVE MODE')
    const both = Promise.allSettled([one, two].map(payout => comeBack(t, payout, 'BK001')))
    await expect.poll(waiting, { timeout: 10_000 }).toBe(2)
    await locker.query('COMMIT')
    told = await both
  } finally {
    locker.release()
  }
  expect(told.map(each => each.status).toSorted()).toEqual(['fulfilled', 'rejected'])
  expect(told.find(each => each.status === 'rejected')?.reason).toMatchObject({ code: 'return_line_used' })
  expect(await readBalance(t.db, bank())).toBe(-500_000n)
  const around = t.owner.query(
    `UPDATE payout SET state = 'returned', return_reference = 'bk001 ' WHERE state = 'confirmed'`,
  )
  await expect(around).rejects.toThrow(/payout_return_line/)
})
