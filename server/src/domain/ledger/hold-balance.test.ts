import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Db, Transaction, Database } from '#db/database.ts'
import { createTestDatabase } from '../../../test/test-database.ts'
import { deposit, depositHeld, penaltyIncome, refundDue } from './accounts.ts'
import { depositPaidIn } from './deposit-entries.ts'
import { captureHold, expireHold, openHold, releaseHold } from './hold-balance.ts'
import { postEntries } from './post-entries.ts'
import { proveLedger } from './prove-ledger.ts'
import { readBalance } from './read-balances.ts'
import { reverseEntry } from './reverse-entry.ts'

type Trx = Transaction<Database>
const within = <T>(db: Db, act: (trx: Trx) => Promise<T>) => db.transaction().execute(act)

const past = new Date('2020-01-01')

async function depositOf(db: Db, amountFen: bigint): Promise<string> {
  const partyId = randomUUID()
  await within(db, trx => postEntries(trx, [depositPaidIn({ paymentId: randomUUID(), partyId, amountFen })]))
  return partyId
}

async function balancesOf(db: Db, partyId: string): Promise<{ free: bigint; held: bigint }> {
  return { free: await readBalance(db, deposit(partyId)), held: await readBalance(db, depositHeld(partyId)) }
}

test('a hold moves money aside and a release brings all of it back', async () => {
  await using t = await createTestDatabase()
  const partyId = await depositOf(t.db, 100n)
  const { holdId } = await within(t.db, trx =>
    openHold(trx, { key: 'a', partyId, amountFen: 60n, reason: 'test' }),
  )
  expect(await balancesOf(t.db, partyId)).toEqual({ free: 40n, held: 60n })
  expect(await within(t.db, trx => releaseHold(trx, holdId))).toEqual({ resolvedNow: true })
  expect(await within(t.db, trx => releaseHold(trx, holdId))).toEqual({ resolvedNow: false })
  expect(await balancesOf(t.db, partyId)).toEqual({ free: 100n, held: 0n })
})

test('a hold larger than the free deposit is refused', async () => {
  await using t = await createTestDatabase()
  const partyId = await depositOf(t.db, 100n)
  const attempt = within(t.db, trx => openHold(trx, { key: 'a', partyId, amountFen: 101n, reason: 'test' }))
  await expect(attempt).rejects.toMatchObject({
    code: 'insufficient_balance',
    facts: { accountCode: deposit(partyId) },
  })
})

test('the same key at the same time is one hold; another amount is a conflict', async () => {
  await using t = await createTestDatabase()
  const partyId = await depositOf(t.db, 100n)
  const hold = { key: 'a', partyId, amountFen: 60n, reason: 'test' }
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => within(t.db, trx => openHold(trx, hold))),
  )
  expect(new Set(answers.map(answer => answer.holdId)).size).toBe(1)
  expect(await balancesOf(t.db, partyId)).toEqual({ free: 40n, held: 60n })
  const other = within(t.db, trx => openHold(trx, { ...hold, amountFen: 61n }))
  await expect(other).rejects.toMatchObject({ code: 'idempotency_conflict' })
})

test('a partial capture keeps its part and gives the rest back', async () => {
  await using t = await createTestDatabase()
  const partyId = await depositOf(t.db, 100n)
  const { holdId } = await within(t.db, trx =>
    openHold(trx, { key: 'a', partyId, amountFen: 60n, reason: 'test' }),
  )
  await within(t.db, trx => captureHold(trx, { holdId, amountFen: 25n, to: refundDue() }))
  expect(await balancesOf(t.db, partyId)).toEqual({ free: 75n, held: 0n })
  expect(await readBalance(t.db, refundDue())).toBe(25n)
  await expect(within(t.db, trx => releaseHold(trx, holdId))).rejects.toMatchObject({ code: 'hold_resolved' })
  const more = within(t.db, trx => captureHold(trx, { holdId, amountFen: 26n, to: refundDue() }))
  await expect(more).rejects.toMatchObject({ code: 'hold_resolved' })
})

test('a hold expires only after its time by the clock of the database', async () => {
  await using t = await createTestDatabase()
  const partyId = await depositOf(t.db, 100n)
  const hold = {
    key: 'a',
    partyId,
    amountFen: 60n,
    reason: 'test',
    expiresAt: new Date(Date.now() + 3_600_000),
  }
  const { holdId } = await within(t.db, trx => openHold(trx, hold))
  await expect(within(t.db, trx => expireHold(trx, holdId))).rejects.toThrow('not expired')
  await t.owner.query('UPDATE app_clock SET shift_seconds = 3601')
  expect(await within(t.db, trx => expireHold(trx, holdId))).toEqual({ resolvedNow: true })
})

test('a hold that does not exist is not found', async () => {
  await using t = await createTestDatabase()
  await expect(within(t.db, trx => releaseHold(trx, 99n))).rejects.toMatchObject({ code: 'not_found' })
})

test('money behind a hold cannot be freed by reversing the hold', async () => {
  await using t = await createTestDatabase()
  const partyId = await depositOf(t.db, 100n)
  const { holdId } = await within(t.db, trx =>
    openHold(trx, { key: 'a', partyId, amountFen: 60n, reason: 'test' }),
  )
  const { rows } = await t.owner.query('SELECT opened_by FROM ledger.hold WHERE id = $1', [holdId])
  const reversal = within(t.db, trx => reverseEntry(trx, { transactionId: rows[0].opened_by, actor: 'test' }))
  await expect(reversal).rejects.toThrow('hold functions')
})

test('however capture, release and expiry race, each hold resolves exactly once', async () => {
  await using t = await createTestDatabase()
  const race = fc.array(fc.constantFrom('capture', 'release', 'expire'), { minLength: 2, maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(
      fc.array(race, { minLength: 1, maxLength: 4 }),
      fc.bigInt(1n, 50n),
      async (races, captured) => {
        const partyId = await depositOf(t.db, 200n)
        const incomeBefore = await readBalance(t.db, penaltyIncome())
        const attempts = {
          capture: (trx: Trx, holdId: bigint) => captureHold(trx, { holdId, amountFen: captured }),
          release: (trx: Trx, holdId: bigint) => releaseHold(trx, holdId),
          expire: (trx: Trx, holdId: bigint) => expireHold(trx, holdId),
        }
        let capturedCount = 0n
        await Promise.all(
          races.map(async (racers, index) => {
            const hold = {
              key: `${partyId}:${index}`,
              partyId,
              amountFen: 50n,
              reason: 'test',
              expiresAt: past,
            }
            const { holdId } = await within(t.db, trx => openHold(trx, hold))
            const results = await Promise.allSettled(
              racers.map(kind => within(t.db, trx => attempts[kind](trx, holdId))),
            )
            const winners = racers.filter((_, n) => {
              const result = results[n]
              return result?.status === 'fulfilled' && result.value.resolvedNow
            })
            expect(winners).toHaveLength(1)
            // The same act again is a repeat, any other is refused.
            for (const [n, result] of results.entries()) {
              if (racers[n] === winners[0]) expect(result.status).toBe('fulfilled')
              else expect(result).toMatchObject({ reason: { code: 'hold_resolved' } })
            }
            if (winners[0] === 'capture') capturedCount++
          }),
        )
        expect(await balancesOf(t.db, partyId)).toEqual({ free: 200n - capturedCount * captured, held: 0n })
        expect((await readBalance(t.db, penaltyIncome())) - incomeBefore).toBe(capturedCount * captured)
      },
    ),
    { numRuns: 25 },
  )
  expect((await proveLedger(t.db)).disagreement).toBeNull()
})
