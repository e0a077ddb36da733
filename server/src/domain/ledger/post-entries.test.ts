import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Db } from '#db/database.ts'
import { createTestDatabase } from '../../../test/test-database.ts'
import * as accounts from './accounts.ts'
import { depositHeld, depositPaidIn } from './deposit-entries.ts'
import { payoutRequested } from './payout-entries.ts'
import { saleCaptured, saleSettled, saleSplit } from './sale-entries.ts'
import type { Entry } from './entry.ts'
import { postEntries } from './post-entries.ts'
import { proveLedger } from './prove-ledger.ts'
import { readBalance, readBalances } from './read-balances.ts'
import { readLegsOfOrder } from './read-legs.ts'

const { available, channel, deferred, escrow, pending } = accounts

const post = (db: Db, ...entries: Entry[]) => db.transaction().execute(trx => postEntries(trx, entries))

test('an order is paid, split and settled, and each account shows its part', async () => {
  await using t = await createTestDatabase()
  const [orderId, supplier, streamer, batchId] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()]
  const posted = await post(
    t.db,
    saleCaptured({ orderId, paidFen: 9_000n, platformDiscountFen: 1_000n }),
    saleSplit({
      orderId,
      shares: [
        { role: 'streamer', partyId: streamer, amountFen: 1_600n },
        { role: 'platform', partyId: randomUUID(), amountFen: 500n },
        { role: 'supplier', partyId: supplier, amountFen: 7_900n },
      ],
    }),
  )
  expect(posted.map(({ key, replayed }) => [key, replayed])).toEqual([
    [`order:${orderId}:paid`, false],
    [`order:${orderId}:split:v1`, false],
  ])
  await post(
    t.db,
    saleSettled({ batchId, lines: [{ partyId: streamer, amountFen: 1_600n }], platformFen: 500n }),
  )
  const codes = [channel(), escrow(), deferred(), pending(supplier), pending(streamer), available(streamer)]
  expect([...(await readBalances(t.db, codes)).values()]).toEqual([9_000n, 0n, 0n, 7_900n, 0n, 1_600n])
  expect(
    (await readLegsOfOrder(t.db, orderId)).map(leg => [leg.kind, leg.debit, leg.credit, leg.amountFen]),
  ).toEqual([
    ['sale_captured', 'A:CHANNEL', 'L:ESCROW', 9_000n],
    ['sale_captured', 'E:SUBSIDY', 'L:ESCROW', 1_000n],
    ['sale_split', 'L:ESCROW', pending(streamer), 1_600n],
    ['sale_split', 'L:ESCROW', 'L:DEFERRED', 500n],
    ['sale_split', 'L:ESCROW', pending(supplier), 7_900n],
  ])
})

test('every account constructor is in the chart of accounts, and nothing else is', async () => {
  await using t = await createTestDatabase()
  const partyId = randomUUID()
  const codes = Object.values(accounts).map(account => account(partyId))
  const kinds = codes.map(code => code.replace(`:${partyId}`, ''))
  const { rows } = await t.owner.query('SELECT kind, per_party FROM ledger.chart')
  expect(rows.map(row => row.kind).sort()).toEqual(kinds.sort())
  const perParty = codes.filter(code => code.endsWith(partyId)).map(code => code.replace(`:${partyId}`, ''))
  expect(
    rows
      .filter(row => row.per_party)
      .map(row => row.kind)
      .sort(),
  ).toEqual(perParty.sort())
})

test('more than the balance is refused with the account that is short, and nothing is written', async () => {
  await using t = await createTestDatabase()
  const partyId = randomUUID()
  const tooMuch = payoutRequested({ payoutId: randomUUID(), partyId, amountFen: 1n })
  await expect(post(t.db, tooMuch)).rejects.toMatchObject({
    code: 'insufficient_balance',
    facts: { accountCode: available(partyId) },
  })
  const { rows } = await t.owner.query('SELECT FROM ledger.transaction UNION ALL SELECT FROM ledger.account')
  expect(rows).toEqual([])
})

test('whoever spends at the same time, a floor never breaks', async () => {
  await using t = await createTestDatabase()
  const [orderId, partyId, batchId] = [randomUUID(), randomUUID(), randomUUID()]
  await post(
    t.db,
    saleCaptured({ orderId, paidFen: 1_000n, platformDiscountFen: 0n }),
    saleSplit({ orderId, shares: [{ role: 'supplier', partyId, amountFen: 1_000n }] }),
    saleSettled({ batchId, lines: [{ partyId, amountFen: 1_000n }], platformFen: 0n }),
  )
  const attempts = await Promise.allSettled(
    Array.from({ length: 30 }, () =>
      post(t.db, payoutRequested({ payoutId: randomUUID(), partyId, amountFen: 90n })),
    ),
  )
  expect(attempts.filter(attempt => attempt.status === 'fulfilled')).toHaveLength(11)
  expect(await readBalance(t.db, available(partyId))).toBe(10n)
})

test('a closed month takes nothing more, but still answers repeats', async () => {
  await using t = await createTestDatabase()
  const sale = (effectiveAt: string) => ({
    ...saleCaptured({ orderId: randomUUID(), paidFen: 1n, platformDiscountFen: 0n }),
    effectiveAt: new Date(effectiveAt),
  })
  // 23:59:59 on the last day of May, and one second later, in the business time zone.
  const [lastOfMay, firstOfJune] = [sale('2026-05-31T15:59:59Z'), sale('2026-05-31T16:00:00Z')]
  await post(t.db, lastOfMay)
  await t.pool.query("SELECT ledger.close_period('2026-05-01')")
  expect(await post(t.db, lastOfMay)).toMatchObject([{ replayed: true }])
  await expect(post(t.db, sale('2026-05-31T15:59:59Z'))).rejects.toMatchObject({
    code: 'period_closed',
    facts: { month: '2026-05' },
  })
  expect(await post(t.db, firstOfJune)).toMatchObject([{ replayed: false }])
})

test('a month closes only after whoever is posting into it', async () => {
  await using t = await createTestDatabase()
  const sale = saleCaptured({ orderId: randomUUID(), paidFen: 1n, platformDiscountFen: 0n })
  let closed = false
  let closing: Promise<unknown> = Promise.resolve()
  await t.db.transaction().execute(async trx => {
    await postEntries(trx, [{ ...sale, effectiveAt: new Date('2026-05-10') }])
    closing = t.pool.query("SELECT ledger.close_period('2026-05-01')").then(() => (closed = true))
    await new Promise(resolve => setTimeout(resolve, 100))
    expect(closed).toBe(false)
  })
  await closing
  expect((await proveLedger(t.db)).disagreement).toBeNull()
})

test('held deposits cannot be moved past the hold functions', async () => {
  await using t = await createTestDatabase()
  const partyId = randomUUID()
  await post(t.db, depositPaidIn({ paymentId: randomUUID(), partyId, amountFen: 100n }))
  await expect(post(t.db, depositHeld({ key: 'direct', partyId, amountFen: 50n }))).rejects.toThrow(
    'hold functions',
  )
})

test('what cannot be booked is refused, and nothing is written', async () => {
  await using t = await createTestDatabase()
  const cases: [string, object][] = [
    ['an account outside the chart', { debit: 'A:GOLD', credit: 'L:ESCROW', amountFen: 1n }],
    ['a party account without a party', { debit: 'A:CHANNEL', credit: 'L:PENDING', amountFen: 1n }],
    ['a party account with a broken id', { debit: 'A:CHANNEL', credit: 'L:PENDING:1', amountFen: 1n }],
    [
      'a platform account with a party',
      { debit: `A:CHANNEL:${randomUUID()}`, credit: 'L:ESCROW', amountFen: 1n },
    ],
    ['an account against itself', { debit: 'L:ESCROW', credit: 'L:ESCROW', amountFen: 1n }],
    ['an amount of zero', { debit: 'A:CHANNEL', credit: 'L:ESCROW', amountFen: 0n }],
    ['a negative amount', { debit: 'A:CHANNEL', credit: 'L:ESCROW', amountFen: -1n }],
    ['more than a bigint holds', { debit: 'A:CHANNEL', credit: 'L:ESCROW', amountFen: 2n ** 63n }],
  ]
  for (const [why, leg] of cases) {
    const entry = { key: 'k', kind: 'test', refType: 'test', refId: '1', actor: 'test', legs: [leg] } as Entry
    await expect(post(t.db, entry), why).rejects.toThrow()
  }
  expect((await t.owner.query('SELECT FROM ledger.leg')).rowCount).toBe(0)
})

test('texts that need escaping arrive as they were sent', async () => {
  await using t = await createTestDatabase()
  const entry = saleCaptured({ orderId: randomUUID(), paidFen: 1n, platformDiscountFen: 0n })
  const nasty = ['{"a",\\b}', 'NULL', '', '  ', '好物 "引号" \\', "'; DROP TABLE x; --"]
  await post(t.db, ...nasty.map(text => ({ ...entry, key: `key ${text}`, actor: text, refId: text })))
  const { rows } = await t.owner.query('SELECT key, actor, ref_id FROM ledger.transaction ORDER BY id')
  expect(rows).toEqual(nasty.map(text => ({ key: `key ${text}`, actor: text, ref_id: text })))
})
