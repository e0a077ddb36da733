import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Db } from '#db/database.ts'
import { createTestDatabase } from '../../../test/test-database.ts'
import { channel } from './accounts.ts'
import { BATCH_SQL, encodeBatch } from './batch.ts'
import { payoutConfirmed, payoutFailed } from './payout-entries.ts'
import { escrowRefunded, saleRefunded } from './refund-entries.ts'
import { saleCaptured } from './sale-entries.ts'
import type { Entry } from './entry.ts'
import { postEntries } from './post-entries.ts'
import { readBalance } from './read-balances.ts'

const post = (db: Db, ...entries: Entry[]) => db.transaction().execute(trx => postEntries(trx, entries))

test('the same key sent many times at once is one transaction and one answer', async () => {
  await using t = await createTestDatabase()
  const entry = saleCaptured({ orderId: randomUUID(), paidFen: 100n, platformDiscountFen: 7n })
  const answers = (await Promise.all(Array.from({ length: 20 }, () => post(t.db, entry)))).flat()
  expect(new Set(answers.map(answer => answer.transactionId)).size).toBe(1)
  expect(answers.filter(answer => !answer.replayed)).toHaveLength(1)
  expect(await readBalance(t.db, channel())).toBe(100n)
})

test('of different bodies under one key exactly one takes effect and the others are conflicts', async () => {
  await using t = await createTestDatabase()
  const orderId = randomUUID()
  const attempts = await Promise.allSettled(
    Array.from({ length: 20 }, (_, n) =>
      post(t.db, saleCaptured({ orderId, paidFen: BigInt(n + 1), platformDiscountFen: 0n })),
    ),
  )
  expect(attempts.filter(attempt => attempt.status === 'fulfilled')).toHaveLength(1)
  for (const attempt of attempts) {
    if (attempt.status === 'rejected') {
      expect(attempt.reason).toMatchObject({
        code: 'idempotency_conflict',
        facts: { key: `order:${orderId}:paid` },
      })
    }
  }
  const winner = BigInt(attempts.findIndex(attempt => attempt.status === 'fulfilled') + 1)
  expect(await readBalance(t.db, channel())).toBe(winner)
  expect((await t.owner.query('SELECT FROM ledger.leg')).rowCount).toBe(1)
})

test('each part of the body is compared, the actor is not', async () => {
  await using t = await createTestDatabase()
  const orderId = randomUUID()
  const entry = saleCaptured({ orderId, paidFen: 100n, platformDiscountFen: 10n })
  const [leg, ...rest] = entry.legs
  if (!leg) throw new Error('the entry has a leg')
  await post(t.db, entry)
  expect(await post(t.db, { ...entry, actor: 'somebody else' })).toMatchObject([{ replayed: true }])
  const others: Partial<Entry>[] = [
    { kind: 'other' },
    { refType: 'other' },
    { refId: 'other' },
    { effectiveAt: new Date(0) },
    { reverses: 1n },
    { legs: [leg] },
    { legs: [...rest, leg] },
    { legs: [{ ...leg, orderId: randomUUID() }, ...rest] },
    { legs: [{ ...leg, amountFen: 101n }, ...rest] },
    { legs: [{ ...leg, debit: leg.credit, credit: leg.debit }, ...rest] },
  ]
  for (const other of others) {
    await expect(post(t.db, { ...entry, ...other })).rejects.toMatchObject({ code: 'idempotency_conflict' })
  }
  expect(await readBalance(t.db, channel())).toBe(100n)
})

test('a key twice within one batch is posted once', async () => {
  await using t = await createTestDatabase()
  const entry = saleCaptured({ orderId: randomUUID(), paidFen: 100n, platformDiscountFen: 0n })
  const answers = await post(t.db, entry, entry)
  expect(answers.map(answer => answer.replayed)).toEqual([false, true])
  expect(answers[0]?.transactionId).toBe(answers[1]?.transactionId)
  expect(await readBalance(t.db, channel())).toBe(100n)
})

test('the same batches in opposite orders at the same time do not block each other for good', async () => {
  await using t = await createTestDatabase()
  const entries = Array.from({ length: 2_000 }, () =>
    saleCaptured({ orderId: randomUUID(), paidFen: 1n, platformDiscountFen: 0n }),
  )
  // Accounts, connections and parameters stand before the first batch is sent, so that the batches meet.
  await post(t.db, saleCaptured({ orderId: randomUUID(), paidFen: 1n, platformDiscountFen: 0n }))
  const batches = [encodeBatch(entries), encodeBatch(entries.toReversed())]
  await Promise.all(batches.map(() => t.pool.query('SELECT pg_sleep(0.1)')))
  await Promise.all(batches.map(batch => t.pool.query(`SELECT * FROM ledger.post(${BATCH_SQL})`, batch)))
  expect(await readBalance(t.db, channel())).toBe(2_001n)
})

test.each<[string, (id: string) => [Entry, Entry]]>([
  [
    'confirmed and failed',
    id => {
      const payout = { payoutId: id, partyId: randomUUID(), amountFen: 5n }
      return [payoutConfirmed(payout), payoutFailed(payout)]
    },
  ],
  [
    'taken from escrow and clawed from parties',
    id => {
      const refund = { refundId: id, orderId: randomUUID() }
      const claws = [{ role: 'supplier', partyId: randomUUID(), amountFen: 5n }]
      return [escrowRefunded({ ...refund, amountFen: 5n }), saleRefunded({ ...refund, claws })]
    },
  ],
])('events that exclude each other share a key: %s', (_, pair) => {
  const [one, other] = pair(randomUUID())
  expect(one.key).toBe(other.key)
  expect(one.kind).not.toBe(other.kind)
})
