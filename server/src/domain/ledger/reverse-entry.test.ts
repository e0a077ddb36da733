import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { createTestDatabase } from '../../../test/test-database.ts'
import { channel } from './accounts.ts'
import { saleCaptured, saleSplit } from './sale-entries.ts'
import { postEntries } from './post-entries.ts'
import { proveLedger } from './prove-ledger.ts'
import { readBalance } from './read-balances.ts'
import { reverseEntry } from './reverse-entry.ts'

test('a reversal takes all of it back once, and reversing the reversal restores it', async () => {
  await using t = await createTestDatabase()
  const sale = saleCaptured({ orderId: randomUUID(), paidFen: 100n, platformDiscountFen: 5n })
  const [posted] = await t.db.transaction().execute(trx => postEntries(trx, [sale]))
  const reverse = (transactionId = 0n) =>
    t.db.transaction().execute(trx => reverseEntry(trx, { transactionId, actor: 'finance' }))
  const reversals = await Promise.all(Array.from({ length: 5 }, () => reverse(posted?.transactionId)))
  expect(reversals.filter(reversal => !reversal.replayed)).toHaveLength(1)
  expect(await readBalance(t.db, channel())).toBe(0n)
  await reverse(reversals[0]?.transactionId)
  expect(await readBalance(t.db, channel())).toBe(100n)
  await expect(reverse(999n)).rejects.toMatchObject({ code: 'not_found' })
  expect((await proveLedger(t.db)).disagreement).toBeNull()
})

test('what has moved on cannot be reversed before what followed', async () => {
  await using t = await createTestDatabase()
  const [orderId, partyId] = [randomUUID(), randomUUID()]
  const [captured] = await t.db
    .transaction()
    .execute(trx =>
      postEntries(trx, [
        saleCaptured({ orderId, paidFen: 100n, platformDiscountFen: 0n }),
        saleSplit({ orderId, shares: [{ role: 'supplier', partyId, amountFen: 100n }] }),
      ]),
    )
  const transactionId = captured?.transactionId ?? 0n
  const reversal = t.db.transaction().execute(trx => reverseEntry(trx, { transactionId, actor: 'finance' }))
  await expect(reversal).rejects.toMatchObject({
    code: 'insufficient_balance',
    facts: { accountCode: 'L:ESCROW' },
  })
})
