import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { createTestDatabase } from '../../../test/test-database.ts'
import { available, channel, deferred, escrow, pending } from './accounts.ts'
import { payoutRequested, saleCaptured, saleSettled, saleSplit } from './entries.ts'
import { postEntries } from './post-entries.ts'
import { readBalance, readBalances } from './read-balances.ts'
import { readLegsOfOrder } from './read-legs.ts'

test('an order is paid, split and settled; each account shows what it should', async () => {
  await using t = await createTestDatabase()
  const [orderId, supplier, streamer, batchId] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()]
  const posted = await t.db.transaction().execute(trx =>
    postEntries(trx, [
      saleCaptured({ orderId, paidFen: 9_000n, platformDiscountFen: 1_000n }),
      saleSplit({
        orderId,
        shares: [
          { role: 'streamer', partyId: streamer, amountFen: 1_600n },
          { role: 'platform', partyId: randomUUID(), amountFen: 500n },
          { role: 'supplier', partyId: supplier, amountFen: 7_900n },
        ],
      }),
    ]),
  )
  expect(posted.map(entry => entry.replayed)).toEqual([false, false])
  expect(await readLegsOfOrder(t.db, orderId)).toHaveLength(5)
  await t.db
    .transaction()
    .execute(trx =>
      postEntries(trx, [
        saleSettled({ batchId, lines: [{ partyId: streamer, amountFen: 1_600n }], platformFen: 500n }),
      ]),
    )
  expect(
    Object.fromEntries(
      await readBalances(t.db, [channel(), escrow(), deferred(), pending(supplier), available(streamer)]),
    ),
  ).toEqual({
    [channel()]: 9_000n,
    [escrow()]: 0n,
    [deferred()]: 0n,
    [pending(supplier)]: 7_900n,
    [available(streamer)]: 1_600n,
  })
  const tooMuch = payoutRequested({ payoutId: randomUUID(), partyId: streamer, amountFen: 1_601n })
  await expect(t.db.transaction().execute(trx => postEntries(trx, [tooMuch]))).rejects.toMatchObject({
    code: 'insufficient_balance',
    facts: { accountCode: available(streamer) },
  })
  expect(await readBalance(t.db, available(streamer))).toBe(1_600n)
})
