import { buildPaidOrders, letOrdersMature } from '@haowu/server/test/build-orders.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { available, commissionIncome, deferred, escrow, pending } from '#domain/ledger/accounts.ts'
import { saleSplit } from '#domain/ledger/sale-entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { proveLedger } from '#domain/ledger/prove-ledger.ts'
import { readBalance } from '#domain/ledger/read-balances.ts'
import { requestRefund } from '#domain/orders/request-refund.ts'
import { settleDue } from './settle-due.ts'
import { splitDue } from './split-due.ts'

async function count(t: TestDatabase, from: string): Promise<number> {
  const { rows } = await t.owner.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${from}`)
  return rows[0]?.n ?? -1
}

const sum = async (t: TestDatabase, what: string, from: string): Promise<bigint> => {
  const { rows } = await t.owner.query<{ fen: bigint }>(
    `SELECT coalesce(sum(${what}), 0)::bigint AS fen FROM ${from}`,
  )
  return rows[0]?.fen ?? -1n
}

describe('splitDue', () => {
  test('divides each paid order exactly once, to the fen, and running again does nothing', async () => {
    await using t = await createTestDatabase()
    const { orderIds } = await buildPaidOrders(t.db, { count: 450 })
    const runs = await Promise.all([splitDue(t), splitDue(t), splitDue(t)])
    const again = await splitDue(t)

    expect(runs.reduce((total, run) => total + run.split, 0)).toBe(orderIds.length)
    expect(again).toEqual({ split: 0, problems: [] })
    expect(await count(t, 'orders WHERE split_at IS NULL')).toBe(0)
    expect(await count(t, "ledger.transaction WHERE kind = 'sale_split'")).toBe(orderIds.length)
    expect(await readBalance(t.db, escrow())).toBe(0n)
    expect(await sum(t, 'earned_fen', 'accrual')).toBe(await sum(t, 'paid_fen', 'orders'))
    expect((await proveLedger(t.db)).disagreement).toBeNull()
  })

  test('what the accruals say each party has pending is what the ledger says', async () => {
    await using t = await createTestDatabase()
    const { supplierIds, streamerIds } = await buildPaidOrders(t.db, { count: 60 })
    await splitDue(t)
    for (const partyId of [...supplierIds, ...streamerIds]) {
      const earned = await sum(t, 'earned_fen - clawed_fen', `accrual WHERE party_id = '${partyId}'`)
      expect(await readBalance(t.db, pending(partyId))).toBe(earned)
    }
    expect(await readBalance(t.db, deferred())).toBe(
      await sum(t, 'earned_fen', "accrual WHERE role = 'platform'"),
    )
  })

  test('an order that cannot be divided is named and holds up nobody', async () => {
    await using t = await createTestDatabase()
    const { orderIds, supplierIds } = await buildPaidOrders(t.db, { count: 30 })
    const [bad = '', conflicting = ''] = orderIds
    await t.owner.query('UPDATE orders SET terms = $2 WHERE id = $1', [bad, '{"rateBps": "much"}'])
    const share = { role: 'platform', partyId: supplierIds[0] ?? '', amountFen: 1n }
    await t.db
      .transaction()
      .execute(trx => postEntries(trx, [saleSplit({ orderId: conflicting, shares: [share] })]))
    const run = await splitDue(t)
    expect(run.split).toBe(28)
    const reasons = Object.fromEntries(run.problems.map(({ orderId, reason }) => [orderId, reason]))
    expect(Object.keys(reasons).sort()).toEqual([bad, conflicting].sort())
    expect(reasons[conflicting]).toBe('idempotency_conflict')
    expect(await splitDue(t)).toMatchObject({ split: 0, problems: [{}, {}] })
  })

  test('leaves nothing of an order in escrow when its supplier gave a discount', async () => {
    await using t = await createTestDatabase()
    await buildPaidOrders(t.db, { count: 3 })
    await t.owner.query('UPDATE orders SET list_fen = list_fen + 1, supplier_discount_fen = 1')
    const run = await splitDue(t)
    expect(run).toEqual({ split: 3, problems: [] })
    expect(await readBalance(t.db, escrow())).toBe(0n)
  })
})

describe('settleDue', () => {
  test('makes matured earnings payable once, one leg per party and batch, and the rest stays', async () => {
    await using t = await createTestDatabase()
    const { supplierIds, streamerIds } = await buildPaidOrders(t.db, { count: 120 })
    await splitDue(t)
    await letOrdersMature(t.db)
    await sql`UPDATE orders SET matures_at = app_now() + interval '1 day' WHERE id IN (SELECT id FROM orders ORDER BY no LIMIT 20)`.execute(
      t.db,
    )

    const runs = await Promise.all([settleDue(t), settleDue(t)])
    expect(runs.reduce((total, run) => total + run.settled, 0)).toBe(100)
    expect(await settleDue(t)).toEqual({ settled: 0, problems: [] })

    expect(await count(t, "orders WHERE state = 'completed' AND settled_at IS NOT NULL")).toBe(100)
    expect(await count(t, "accrual WHERE state = 'pending'")).toBe(60)
    for (const partyId of [...supplierIds, ...streamerIds]) {
      const mine = `accrual WHERE party_id = '${partyId}'`
      const settledFen = await sum(t, 'earned_fen', `${mine} AND state = 'settled'`)
      expect(await readBalance(t.db, available(partyId))).toBe(settledFen)
      expect(await sum(t, 'amount_fen', `settlement_line WHERE party_id = '${partyId}'`)).toBe(settledFen)
      expect(await readBalance(t.db, pending(partyId))).toBe(
        await sum(t, 'earned_fen', `${mine} AND state = 'pending'`),
      )
    }
    expect(await readBalance(t.db, commissionIncome())).toBe(
      await sum(t, 'earned_fen', "accrual WHERE role = 'platform' AND state = 'settled'"),
    )
    const batches = await count(t, 'settlement_batch')
    const legs = await count(
      t,
      "ledger.leg JOIN ledger.transaction ON id = transaction_id WHERE kind = 'sale_settled'",
    )
    expect(legs).toBeLessThanOrEqual(batches * (supplierIds.length + streamerIds.length + 1))
    expect(await sum(t, 'total_fen', 'settlement_batch')).toBe(await sum(t, 'amount_fen', 'settlement_line'))
    expect((await proveLedger(t.db)).disagreement).toBeNull()
  })

  test('settles nothing of an order that is being refunded, not split, not received or not mature', async () => {
    await using t = await createTestDatabase()
    const { orderIds } = await buildPaidOrders(t.db, { count: 5 })
    const [refunding = '', unsplit = '', unshipped = '', early = '', fine = ''] = orderIds
    await t.owner.query(`UPDATE orders SET state = 'checkout', paid_at = NULL WHERE id = $1`, [unsplit])
    await splitDue(t)
    await letOrdersMature(t.db)
    await t.owner.query(
      `UPDATE orders SET state = 'received', paid_at = app_now(), received_at = app_now(), matures_at = app_now()
       WHERE id = $1`,
      [unsplit],
    )
    await t.owner.query(`UPDATE orders SET state = 'shipped' WHERE id = $1`, [unshipped])
    await t.owner.query(`UPDATE orders SET matures_at = app_now() + interval '1 hour' WHERE id = $1`, [early])
    await requestRefund(t, {
      orderId: refunding,
      supplierId: null,
      reason: 'after_sale',
      requestedBy: 'test',
    })

    expect((await settleDue(t)).settled).toBe(1)
    const { rows } = await t.owner.query("SELECT id FROM orders WHERE state = 'completed'")
    expect(rows).toEqual([{ id: fine }])
    expect((await proveLedger(t.db)).disagreement).toBeNull()
  })

  test('a refund and a settlement at the same moment: one of them wins, and the money agrees with it', async () => {
    await using t = await createTestDatabase()
    const { orderIds } = await buildPaidOrders(t.db, { count: 24 })
    await splitDue(t)
    await letOrdersMature(t.db)
    const refunds = orderIds.map(orderId =>
      requestRefund(t, { orderId, supplierId: null, reason: 'after_sale', requestedBy: 'test' }).then(
        () => 1,
        () => 0,
      ),
    )
    const [runs, refunded] = await Promise.all([
      Promise.all([settleDue(t), settleDue(t)]),
      Promise.all(refunds),
    ])
    await settleDue(t)
    const settled = await count(t, "orders WHERE state = 'completed'")
    expect(await count(t, "orders WHERE state = 'refunding'")).toBe(24 - settled)
    expect(settled + refunded.reduce<number>((total, one) => total + one, 0)).toBe(24)
    expect(runs.flatMap(run => run.problems)).toEqual([])
    expect((await proveLedger(t.db)).disagreement).toBeNull()
  })
})
