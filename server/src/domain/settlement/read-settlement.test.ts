import { randomUUID } from 'node:crypto'
import { buildParty } from '@haowu/server/test/build-item.ts'
import { buildPaidOrders, letOrdersMature } from '@haowu/server/test/build-orders.ts'
import { PAYEE, PAYEE_SECRETS } from '@haowu/server/test/build-payout-batch.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Db } from '#db/database.ts'
import { available } from '#domain/ledger/accounts.ts'
import { casePenaltyOwed, receivableRecouped } from '#domain/ledger/debt-entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { readBalance } from '#domain/ledger/read-balances.ts'
import { saleCaptured, saleSettled, saleSplit } from '#domain/ledger/sale-entries.ts'
import { decidePayout } from './decide-payout.ts'
import { listPayouts } from './list-payouts.ts'
import { listSettledShares, type SettledShare } from './list-settled-shares.ts'
import { listSettlements } from './list-settlements.ts'
import { namePayeeAccount } from './name-payee-account.ts'
import { readSettlement } from './read-settlement.ts'
import { requestPayout } from './request-payout.ts'
import { settleDue } from './settle-due.ts'
import { insertLines } from './settle-store.ts'
import { splitDue } from './split-due.ts'

/** A run in which one party alone got something, a part of it kept back. */
async function settle(
  { db }: TestDatabase,
  line: { partyId: string; amountFen: bigint; reserveFen: bigint },
) {
  const { partyId, amountFen } = line
  const [orderId, share] = [randomUUID(), { role: 'supplier', partyId, amountFen }]
  return db.transaction().execute(async trx => {
    const { id: batchId } = await trx
      .insertInto('settlementBatch')
      .values({ no: `S-${randomUUID()}`, accrualCount: 1, totalFen: amountFen })
      .returning('id')
      .executeTakeFirstOrThrow()
    await insertLines(trx, batchId, [{ ...line, accrualCount: 1 }])
    await postEntries(trx, [
      saleCaptured({ orderId, paidFen: amountFen, platformDiscountFen: 0n }),
      saleSplit({ orderId, shares: [share] }),
      saleSettled({ batchId, lines: [line], platformFen: 0n }),
    ])
    return batchId
  })
}

async function askFor({ db }: TestDatabase, partyId: string, amountFen: bigint) {
  await requestPayout({ db }, { partyId, amountFen, makerId: randomUUID(), idempotencyKey: randomUUID() })
  const { rows } = await listPayouts(db, { partyId, limit: 1 })
  const [payout] = rows
  if (!payout) throw new Error('it was just asked for')
  return payout
}

async function owe({ db }: TestDatabase, partyId: string, amountFen: bigint) {
  await db
    .transaction()
    .execute(trx =>
      postEntries(trx, [
        casePenaltyOwed({ caseId: randomUUID(), partyId, amountFen }),
        receivableRecouped({ recoveryId: randomUUID(), partyId, amountFen }),
      ]),
    )
}

async function buildPayee({ db }: TestDatabase): Promise<string> {
  const partyId = await buildParty(db, 'supplier')
  await namePayeeAccount({ db, secrets: PAYEE_SECRETS }, { partyId, ...PAYEE, actor: 'test' })
  return partyId
}

test('a run shows what it gave to whom and its entry, which says the same to the fen; another amount in a line is noticed', async () => {
  await using t = await createTestDatabase()
  await buildPaidOrders(t.db, { count: 12, terms: { settlementTier: 'D' } })
  await splitDue(t)
  await letOrdersMature(t.db)
  await settleDue(t)
  const [row] = (await listSettlements(t.db, { limit: 5 })).rows
  const batchId = row?.batchId ?? ''
  const read = await readSettlement(t.db, batchId)
  expect(read).toMatchObject({ agrees: true, ledgerFen: read.totalFen, transactionId: expect.any(String) })
  expect(read.lines.some(({ reserveFen }) => reserveFen > 0n)).toBe(true)
  for (const { partyId, partyKind, leftFen } of read.lines)
    if (partyKind !== 'platform') expect(leftFen).toBe(await readBalance(t.db, available(partyId)))
  // Two lines that are wrong by the same leave the total as it was.
  const [one, two] = read.lines.map(({ partyId }) => partyId)
  await t.owner.query(`ALTER TABLE settlement_line DISABLE TRIGGER USER`)
  await t.owner.query(
    'UPDATE settlement_line SET amount_fen = amount_fen + CASE party_id WHEN $1 THEN 1 ELSE -1 END WHERE party_id IN ($1, $2)',
    [one, two],
  )
  expect(await readSettlement(t.db, batchId)).toMatchObject({ agrees: false, ledgerFen: read.totalFen })
})

test('each line of a run opens to the orders it is made of, page by page, and they come to its amount; a run before and after has its own', async () => {
  await using t = await createTestDatabase()
  // A run before, one after it, and shares that are not settled yet: all of the same parties.
  for (const count of [3, 12, 4]) {
    await buildPaidOrders(t.db, { count, suppliers: 2 })
    await splitDue(t)
    await letOrdersMature(t.db)
    await settleDue(t)
  }
  await buildPaidOrders(t.db, { count: 2, suppliers: 2 })
  await splitDue(t)
  const { rows: runs } = await listSettlements(t.db, { limit: 5 })
  expect(runs).toHaveLength(3)
  const seen = new Set<string>()
  for (const { batchId } of runs) {
    for (const { partyId, accrualCount, amountFen } of (await readSettlement(t.db, batchId)).lines) {
      const shares: SettledShare[] = []
      for (let cursor: string | undefined; ; ) {
        const page = await listSettledShares(t.db, { batchId, partyId, cursor, limit: 5 })
        shares.push(...page.rows)
        if (page.nextCursor === null) break
        cursor = page.nextCursor
      }
      expect(shares).toHaveLength(accrualCount)
      expect(shares.reduce((sum, { settledFen }) => sum + settledFen, 0n)).toBe(amountFen)
      for (const { orderNo, role } of shares) seen.add(`${orderNo} ${role}`)
    }
  }
  const { rows } = await t.owner.query<{ n: number }>(
    'SELECT count(*)::int AS n FROM accrual WHERE settlement_batch_id IS NOT NULL',
  )
  expect(seen.size).toBe(rows[0]?.n)
})

/** How many shares this connection has read. */
async function countRead(trx: Db): Promise<number> {
  const { rows } = await sql<{ read: number }>`
    SELECT (seq_tup_read + idx_tup_fetch)::int AS read FROM pg_stat_xact_user_tables WHERE relname = 'accrual'
  `.execute(trx)
  return rows[0]?.read ?? 0
}

test('a page of a line reads the shares of the run alone, though one of its orders matured long after it was split', async () => {
  await using t = await createTestDatabase()
  await buildPaidOrders(t.db, { count: 1 })
  await splitDue(t)
  await letOrdersMature(t.db)
  await t.owner.query(`UPDATE orders SET matures_at = app_now() + interval '90 days'`)
  for (const count of [60, 1]) {
    await buildPaidOrders(t.db, { count })
    await splitDue(t)
    await letOrdersMature(t.db)
    if (count === 1) await t.owner.query('UPDATE orders SET matures_at = app_now()')
    await settleDue(t)
  }
  const [run] = (await listSettlements(t.db, { limit: 1 })).rows
  const batchId = run?.batchId ?? ''
  const { lines } = await readSettlement(t.db, batchId)
  const partyId = lines.find(({ partyKind }) => partyKind === 'platform')?.partyId ?? ''
  await t.db.transaction().execute(async trx => {
    // So small a table is read as a whole otherwise.
    await sql`SET LOCAL enable_seqscan = off`.execute(trx)
    const before = await countRead(trx)
    expect((await listSettledShares(trx, { batchId, partyId, limit: 5 })).rows).toHaveLength(2)
    expect((await countRead(trx)) - before).toBe(run?.accrualCount)
  })
})

test('payouts take from runs in the order in which these came; what was refused, or went to a debt, is no payout', async () => {
  await using t = await createTestDatabase()
  const partyId = await buildPayee(t)
  const first = await settle(t, { partyId, amountFen: 10_000n, reserveFen: 1_000n })
  const refused = await askFor(t, partyId, 9_000n)
  await decidePayout(t, { ...refused, decision: 'reject', checkerId: randomUUID() })
  await owe(t, partyId, 500n)
  const second = await settle(t, { partyId, amountFen: 20_000n, reserveFen: 0n })
  const paid = await askFor(t, partyId, 12_000n)
  expect((await readSettlement(t.db, first)).lines).toMatchObject([
    {
      amountFen: 10_000n,
      reserveFen: 1_000n,
      paidFen: 8_500n,
      usedFen: 500n,
      leftFen: 0n,
      payoutNos: [paid.no],
    },
  ])
  expect((await readSettlement(t.db, second)).lines).toMatchObject([
    { amountFen: 20_000n, paidFen: 3_500n, usedFen: 0n, leftFen: 16_500n, payoutNos: [paid.no] },
  ])
})

test('whatever happens to a balance, each fen of it belongs to one run, and what left is named once', async () => {
  const step = fc.record({
    kind: fc.constantFrom('settle', 'pay', 'refuse', 'owe'),
    fen: fc.bigInt({ min: 100n, max: 9_000n }),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 9 }), async steps => {
      await using t = await createTestDatabase()
      const partyId = await buildPayee(t)
      const runs = []
      let [paidFen, usedFen] = [0n, 0n]
      for (const { kind, ...wish } of steps) {
        const free = await readBalance(t.db, available(partyId))
        const fen = kind === 'settle' || wish.fen < free ? wish.fen : free
        if (kind === 'settle') runs.push(await settle(t, { partyId, amountFen: fen, reserveFen: fen / 10n }))
        else if (fen < 100n) continue
        else if (kind === 'owe') {
          await owe(t, partyId, fen)
          usedFen += fen
        } else {
          const payout = await askFor(t, partyId, fen)
          if (kind === 'pay') paidFen += fen
          else await decidePayout(t, { ...payout, decision: 'reject', checkerId: randomUUID() })
        }
      }
      const details = await Promise.all(runs.map(batchId => readSettlement(t.db, batchId)))
      const lines = details.flatMap(run => run.lines)
      const sumOf = (field: 'paidFen' | 'usedFen' | 'leftFen') =>
        lines.reduce((sum, line) => sum + line[field], 0n)
      expect([sumOf('paidFen'), sumOf('usedFen'), sumOf('leftFen')]).toEqual([
        paidFen,
        usedFen,
        await readBalance(t.db, available(partyId)),
      ])
      // Nothing of a later run has left while something of an earlier is there.
      const firstLeft = lines.findIndex(({ leftFen }) => leftFen > 0n)
      const later = firstLeft < 0 ? [] : lines.slice(firstLeft + 1)
      expect(later.every(({ amountFen, reserveFen, leftFen }) => leftFen === amountFen - reserveFen)).toBe(
        true,
      )
    }),
    { numRuns: 8 },
  )
})
