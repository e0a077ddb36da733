import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { depositPaidIn } from '#domain/ledger/deposit-entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { createTestDatabase } from '../../../test/test-database.ts'
import { readStatementMatrix } from './read-statement-matrix.ts'

test('an account with money and nobody who sends a statement of it is named, until somebody is registered', async () => {
  await using t = await createTestDatabase()
  const unregistered = async () => (await readStatementMatrix(t.db, { month: '2026-03' })).unregistered
  expect(await unregistered()).toEqual([])
  const paid = depositPaidIn({ paymentId: randomUUID(), partyId: randomUUID(), amountFen: 100n })
  await t.db.transaction().execute(trx => postEntries(trx, [paid]))
  expect(await unregistered()).toEqual(['A:DEPOSIT_BANK'])
  await t.db
    .insertInto('statementAccount')
    .values({ channel: 'bank', accountNo: '1', name: '保证金户', ledgerAccount: 'A:DEPOSIT_BANK' })
    .execute()
  expect(await unregistered()).toEqual([])
})
