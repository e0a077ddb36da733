import { randomUUID } from 'node:crypto'
import { buildPaidOrders, letOrdersMature } from '@haowu/server/test/build-orders.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { describe, expect, test } from 'vitest'
import { requestRefund } from '#domain/orders/request-refund.ts'
import { explainOrder } from './explain-order.ts'
import { explainShare } from './explain-share.ts'
import { listPayouts } from './list-payouts.ts'
import { listSettlements } from './list-settlements.ts'
import { namePayeeAccount } from './name-payee-account.ts'
import { readEarnings } from './read-earnings.ts'
import { readOverview } from './read-overview.ts'
import { readSettlement } from './read-settlement.ts'
import { requestPayout } from './request-payout.ts'
import { settleDue } from './settle-due.ts'
import { splitDue } from './split-due.ts'

const RULE = { id: '0198c0de-0000-7000-8000-000000000001', version: 3 }
const terms = { ruleVersions: { platform_fee: RULE, tech_fee: RULE } }

async function noOf(t: TestDatabase, orderId: string | undefined): Promise<string> {
  const { rows } = await t.owner.query<{ no: string }>('SELECT no FROM orders WHERE id = $1', [orderId])
  return rows[0]?.no ?? ''
}

describe('explainOrder', () => {
  test('accounts for each fen: shares add up to what was paid, legs leave nothing in escrow, rates name their rule', async () => {
    await using t = await createTestDatabase()
    const { orderIds } = await buildPaidOrders(t.db, { count: 12, terms })
    await splitDue(t)
    for (const orderId of orderIds) {
      const order = await explainOrder(t.db, { orderNo: await noOf(t, orderId) })
      expect(order.sharesFen).toBe(order.paidFen)
      expect(order.escrowFen).toBe(0n)
      expect(order.shares.map(share => share.role)).toEqual(['supplier', 'streamer', 'platform'])
      for (const share of order.shares) {
        expect(share.steps.at(-1)?.resultFen).toBe(share.earnedFen.toString())
        const leg = order.legs.find(({ credit, kind }) => kind === 'sale_split' && isAccountOf(credit, share))
        expect(leg?.amountFen ?? 0n).toBe(share.earnedFen)
      }
      const sources = order.shares.flatMap(share => share.steps).map(step => [step.name, step.source?.kind])
      expect(Object.fromEntries(sources)).toMatchObject({
        commission: 'plan',
        platformFee: 'rule',
        tech: 'rule',
      })
    }
  })

  test('shows an order that is not split yet with its money in escrow, and knows no other number', async () => {
    await using t = await createTestDatabase()
    const { orderIds } = await buildPaidOrders(t.db, { count: 1 })
    const order = await explainOrder(t.db, { orderNo: await noOf(t, orderIds[0]) })
    expect(order.escrowFen).toBe(order.paidFen)
    expect(order.shares).toEqual([])
    await expect(explainOrder(t.db, { orderNo: 'nothing' })).rejects.toThrow('not_found')
  })
})

function isAccountOf(code: string, { role, partyId }: { role: string; partyId: string }): boolean {
  return role === 'platform' ? code === 'L:DEFERRED' : code === `L:PENDING:${partyId}`
}

describe('readEarnings', () => {
  test('tells one party what it earned, what is payable and when the rest will be; pages meet without gap or overlap', async () => {
    await using t = await createTestDatabase()
    const { orderIds, streamerIds } = await buildPaidOrders(t.db, { count: 40, streamers: 1 })
    const [streamerId = ''] = streamerIds
    await splitDue(t)
    await letOrdersMature(t.db)
    await t.owner.query(
      `UPDATE orders SET state = 'shipped', received_at = NULL, matures_at = NULL WHERE id = $1`,
      [orderIds[0]],
    )
    await t.owner.query(
      `UPDATE orders SET state = 'paid', shipped_at = NULL, received_at = NULL, matures_at = NULL WHERE id = $1`,
      [orderIds[1]],
    )
    await t.owner.query(`UPDATE orders SET matures_at = app_now() + interval '3 days' WHERE id = $1`, [
      orderIds[2],
    ])
    await settleDue(t)

    const first = await readEarnings(t.db, { partyId: streamerId, limit: 25 })
    const second = await readEarnings(t.db, {
      partyId: streamerId,
      limit: 25,
      cursor: first.page.nextCursor ?? undefined,
    })
    const rows = [...first.page.rows, ...second.page.rows]
    expect(second.page.nextCursor).toBeNull()
    expect(new Set(rows.map(row => row.orderId)).size).toBe(40)

    const total = (state: string) =>
      rows.filter(row => row.state === state).reduce((sum, row) => sum + row.netFen, 0n)
    expect(first.totals.availableFen).toBe(total('payable'))
    expect(first.totals.pendingFen).toBe(
      total('waiting_receipt') + total('waiting_shipment') + total('maturing'),
    )
    const find = (orderId: string | undefined) => rows.find(row => row.orderId === orderId)
    expect(find(orderIds[0])).toMatchObject({ state: 'waiting_receipt', payableAt: expect.any(Date) })
    expect(find(orderIds[1])).toMatchObject({ state: 'waiting_shipment', payableAt: null })
    expect(find(orderIds[2])).toMatchObject({ state: 'maturing', settlementNo: null })
    expect(find(orderIds[3])).toMatchObject({
      state: 'payable',
      settlementNo: expect.stringMatching(/^S\d{6}-/),
    })
  })

  test('of one share it tells the rules, what a refund took back and why, and the legs; of nobody else’s anything', async () => {
    await using t = await createTestDatabase()
    const { orderIds, streamerIds } = await buildPaidOrders(t.db, { count: 2, streamers: 1, terms })
    const [partyId = ''] = streamerIds
    await splitDue(t)
    await letOrdersMature(t.db)
    await settleDue(t)
    const orderNo = await noOf(t, orderIds[0])
    await requestRefund(t, {
      orderId: orderIds[0] ?? '',
      supplierId: null,
      reason: 'after_sale',
      requestedBy: 'test',
      requestKey: randomUUID(),
      amountFen: 10_000n,
      fault: 'platform',
      goodsKept: true,
    })
    const told = await explainShare(t.db, { orderNo, role: 'streamer', partyId })
    const { page } = await readEarnings(t.db, { partyId, limit: 10 })
    const row = page.rows.find(each => each.orderNo === orderNo)
    expect(row?.settledFen).toBe(row?.earnedFen)
    expect(told.share.steps.at(-1)?.resultFen).toBe(row?.earnedFen.toString())
    expect(told.claws.map(({ amountFen, fault }) => [amountFen, fault])).toEqual([
      [row?.clawedFen, 'platform'],
    ])
    expect(told.legs.map(({ kind }) => kind)).toContain('sale_split')
    // Of an account its kind is told, and not whose it is.
    for (const { debit, credit } of told.legs)
      expect(`${debit} ${credit}`).toMatch(/^[A-Z]:[A-Z_]+ [A-Z]:[A-Z_]+$/)
    await expect(explainShare(t.db, { orderNo, role: 'supplier', partyId })).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  test("shows nothing of another party's", async () => {
    await using t = await createTestDatabase()
    await buildPaidOrders(t.db, { count: 3 })
    await splitDue(t)
    const { page, totals } = await readEarnings(t.db, { partyId: randomUUID(), limit: 50 })
    expect(page.rows).toEqual([])
    expect(totals.pendingFen).toBe(0n)
  })
})

describe('finance sees', () => {
  test('balances whose two sides agree, and what waits', async () => {
    await using t = await createTestDatabase()
    await buildPaidOrders(t.db, { count: 20 })
    const before = await readOverview(t.db)
    expect(before.waiting.unsplitOrders).toBe(20)
    await splitDue(t)
    await letOrdersMature(t.db)
    await settleDue(t)
    const { groups, debitFen, creditFen, waiting } = await readOverview(t.db)
    expect(debitFen).toBe(creditFen)
    expect(debitFen).toBeGreaterThan(0n)
    expect(groups.find(group => group.kind === 'L:AVAILABLE')).toMatchObject({ side: 'credit', accounts: 9 })
    expect(waiting.unsplitOrders).toBe(0)
  })

  test('settlement batches whose lines sum to their total', async () => {
    await using t = await createTestDatabase()
    for (let round = 0; round < 3; round++) {
      await buildPaidOrders(t.db, { count: 5 })
      await splitDue(t)
      await letOrdersMature(t.db)
      await settleDue(t)
    }
    const first = await listSettlements(t.db, { limit: 2 })
    const rest = await listSettlements(t.db, { limit: 2, cursor: first.nextCursor ?? undefined })
    const batches = [...first.rows, ...rest.rows]
    expect(new Set(batches.map(({ batchId }) => batchId)).size).toBe(3)
    for (const { batchId, totalFen, partyCount } of batches) {
      const { lines } = await readSettlement(t.db, batchId)
      expect(lines).toHaveLength(partyCount)
      expect(lines.reduce((sum, line) => sum + line.amountFen, 0n)).toBe(totalFen)
    }
    await expect(readSettlement(t.db, randomUUID())).rejects.toThrow('not_found')
    await expect(listSettlements(t.db, { limit: 2, cursor: 'forged' })).rejects.toThrow('bad_request')
  })

  test('payouts page by page, of one state or of one party', async () => {
    await using t = await createTestDatabase()
    const { supplierIds } = await buildPaidOrders(t.db, { count: 6, suppliers: 2 })
    await splitDue(t)
    await letOrdersMature(t.db)
    await settleDue(t)
    const [one = '', other = ''] = supplierIds
    const secrets = { payee: Buffer.alloc(32, 1) }
    for (const partyId of supplierIds) {
      const account = { holderName: '张三', bankName: '招商银行', accountNo: '6222020000001234' }
      await namePayeeAccount({ db: t.db, secrets }, { partyId, ...account, actor: 'test' })
    }
    const makerId = randomUUID()
    for (let n = 0; n < 3; n++) {
      const wish = { amountFen: 100n + BigInt(n), makerId, idempotencyKey: `wish-${n}` }
      await requestPayout(t, { ...wish, partyId: one })
      await requestPayout(t, { ...wish, partyId: other })
    }
    const first = await listPayouts(t.db, { states: ['requested'], limit: 4 })
    const rest = await listPayouts(t.db, {
      states: ['requested'],
      limit: 4,
      cursor: first.nextCursor ?? undefined,
    })
    expect(new Set([...first.rows, ...rest.rows].map(row => row.payoutId)).size).toBe(6)
    const mine = await listPayouts(t.db, { partyId: one, limit: 10 })
    expect(mine.rows.map(row => row.amountFen)).toEqual([102n, 101n, 100n])
    expect(mine.rows[0]).toMatchObject({ accountNoLast4: '1234', holderName: '张三', makerId })
    expect((await listPayouts(t.db, { states: ['sent'], limit: 10 })).rows).toEqual([])
  })
})
