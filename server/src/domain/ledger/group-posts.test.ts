import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTestDatabase } from '../../../test/test-database.ts'
import { channel } from './accounts.ts'
import { depositPaidIn } from './deposit-entries.ts'
import { payoutRequested } from './payout-entries.ts'
import { saleCaptured } from './sale-entries.ts'
import type { Entry } from './entry.ts'
import { createPoster } from './group-posts.ts'
import { postEntries } from './post-entries.ts'
import { proveLedger } from './prove-ledger.ts'
import { readBalance } from './read-balances.ts'

const sale = (paidFen = 1n): Entry =>
  saleCaptured({ orderId: randomUUID(), paidFen, platformDiscountFen: 0n })
const overdraft = (): Entry =>
  payoutRequested({ payoutId: randomUUID(), partyId: randomUUID(), amountFen: 1n })

test('callers of the same moment share one commit', async () => {
  await using t = await createTestDatabase()
  const poster = createPoster(t.pool)
  const posted = await Promise.all(Array.from({ length: 300 }, () => poster.post(sale())))
  expect(posted.every(answer => !answer.replayed)).toBe(true)
  const { rows } = await t.owner.query(
    'SELECT count(DISTINCT posted_at)::int AS commits FROM ledger.transaction',
  )
  expect(rows[0].commits).toBe(1)
  await poster.close()
})

test('whoever posts again any number of steps after his answer is answered again', async () => {
  await using t = await createTestDatabase()
  const poster = createPoster(t.pool)
  const unanswered: number[] = []
  for (let steps = 0; steps < 24; steps++) {
    await poster.post(sale())
    for (let step = 0; step < steps; step++) await Promise.resolve()
    const answer = poster.post(sale()).then(() => true)
    if (!(await Promise.race([answer, sleep(2_000, false)]))) unanswered.push(steps)
  }
  expect(unanswered).toEqual([])
  await poster.close()
})

test('a bad entry is refused alone, wherever it stands in the batch', async () => {
  await using t = await createTestDatabase()
  const poster = createPoster(t.pool)
  const known = sale()
  await poster.post(known)
  const bad: (() => Entry)[] = [
    overdraft,
    () => ({ ...known, kind: 'other' }),
    () => ({ ...sale(), legs: [] }),
    () => sale(-1n + 2n ** 64n),
    () => ({ ...sale(), effectiveAt: new Date(Number.NaN) }),
  ]
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.option(fc.nat(bad.length - 1)), { minLength: 1, maxLength: 40 }),
      async spots => {
        const before = await readBalance(t.db, channel())
        const entries = spots.map(spot => (spot === null ? sale() : (bad[spot]?.() ?? sale())))
        const answers = await Promise.allSettled(entries.map(entry => poster.post(entry)))
        expect(answers.map(answer => answer.status)).toEqual(
          spots.map(spot => (spot === null ? 'fulfilled' : 'rejected')),
        )
        const good = spots.filter(spot => spot === null).length
        expect((await readBalance(t.db, channel())) - before).toBe(BigInt(good))
      },
    ),
    { numRuns: 25 },
  )
  await poster.close()
  expect((await proveLedger(t.db)).disagreement).toBeNull()
})

test('a full queue says so at once, and closing answers everybody who waits', async () => {
  await using t = await createTestDatabase()
  const poster = createPoster(t.pool, { maxBatch: 10, maxQueued: 100 })
  const answers = Promise.allSettled(Array.from({ length: 130 }, () => poster.post(sale())))
  await poster.close()
  expect(await readBalance(t.db, channel())).toBe(100n)
  const statuses = (await answers).map(answer => answer.status)
  expect(statuses).toEqual([...Array(100).fill('fulfilled'), ...Array(30).fill('rejected')])
  await expect(poster.post(sale())).rejects.toMatchObject({ code: 'unavailable' })
})

test('a transaction whose connection dies before the commit leaves nothing behind', async () => {
  await using t = await createTestDatabase()
  const lost = t.db.transaction().execute(async trx => {
    await postEntries(trx, [
      sale(),
      depositPaidIn({ paymentId: randomUUID(), partyId: randomUUID(), amountFen: 1n }),
    ])
    await t.owner.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'haowu-worker'",
    )
    await postEntries(trx, [sale()])
  })
  await expect(lost).rejects.toThrow()
  expect(await proveLedger(t.db)).toMatchObject({ legs: 0n, transactions: 0n, disagreement: null })
})

test('while connections die under load, whoever got an answer finds it, and everybody else may send again', async () => {
  await using t = await createTestDatabase()
  const poster = createPoster(t.pool, { maxBatch: 20 })
  const entries = Array.from({ length: 600 }, () => sale())
  const acknowledged = new Set<string>()
  let running = true
  const killer = (async () => {
    while (running) {
      await t.owner.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'haowu-worker'",
      )
      await new Promise(resolve => setTimeout(resolve, 15))
    }
  })()
  await Promise.all(
    entries.map(entry =>
      poster.post(entry).then(
        ({ key }) => acknowledged.add(key),
        () => {},
      ),
    ),
  )
  running = false
  await killer
  const { rows } = await t.owner.query('SELECT key FROM ledger.transaction')
  const stored = new Set(rows.map(row => row.key))
  expect([...acknowledged].filter(key => !stored.has(key))).toEqual([])
  await Promise.all(entries.map(entry => poster.post(entry).catch(() => poster.post(entry))))
  expect(await readBalance(t.db, channel())).toBe(600n)
  expect((await proveLedger(t.db)).disagreement).toBeNull()
  await poster.close()
})
