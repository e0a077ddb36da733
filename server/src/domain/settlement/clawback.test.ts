import { randomUUID } from 'node:crypto'
import { buildParty } from '@haowu/server/test/build-item.ts'
import { buildPaidOrders, letOrdersMature } from '@haowu/server/test/build-orders.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import type { Fault } from '@haowu/shared/orders.ts'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { available, pending, receivable, reserve } from '#domain/ledger/accounts.ts'
import { depositPaidIn } from '#domain/ledger/deposit-entries.ts'
import { payoutRequested } from '#domain/ledger/payout-entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { proveLedger } from '#domain/ledger/prove-ledger.ts'
import { readBalance } from '#domain/ledger/read-balances.ts'
import { readLegsOfOrder } from '#domain/ledger/read-legs.ts'
import { requestRefund } from '#domain/orders/request-refund.ts'
import { collectReceivables } from '#domain/receivables/collect-receivables.ts'
import { releaseReserves } from '#domain/receivables/release-reserves.ts'
import { readEarnings } from './read-earnings.ts'
import { readRefunds } from './read-refunds.ts'
import { settleDue } from './settle-due.ts'
import { splitDue } from './split-due.ts'

let t: TestDatabase
beforeAll(async () => {
  t = await createTestDatabase()
})
afterAll(() => t[Symbol.asyncDispose]())

interface Scene {
  orderId: string
  paidFen: bigint
  parties: Record<string, string>
}

const ROLES = ['supplier', 'streamer', 'agency', 'leader'] as const
/** The vector of the plan: 8 % commission, 1.5 % service, 10 % tech, 30 % agency, 2 % platform, with freight and coupons. */
const RATES = {
  rateBps: 800,
  serviceRateBps: 150,
  techRateBps: 1_000,
  agencyRateBps: 3_000,
  platformRateBps: 200,
}

async function buildScene(
  tier = 'B',
  more: { discountFen?: bigint; freightFen?: bigint } = {},
): Promise<Scene> {
  const agencyId = await buildParty(t.db, 'agency', `机构 ${randomUUID()}`)
  const leaderId = await buildParty(t.db, 'agency', `团长 ${randomUUID()}`)
  const { discountFen = 20_000n, freightFen = 2_000n } = more
  const { orderIds, supplierIds, streamerIds } = await buildPaidOrders(t.db, {
    count: 1,
    suppliers: 1,
    streamers: 1,
    discounts: { supplierFen: 10_000n, platformFen: discountFen, streamerFen: 0n },
    freightFen,
    terms: { ...RATES, agencyId, leaderId, settlementTier: tier as 'B' },
  })
  const [orderId = '', supplier = '', streamer = ''] = [...orderIds, ...supplierIds, ...streamerIds]
  const { paidFen } = await t.db
    .selectFrom('orders')
    .select('paidFen')
    .where('id', '=', orderId)
    .executeTakeFirstOrThrow()
  return { orderId, paidFen, parties: { supplier, streamer, agency: agencyId, leader: leaderId } }
}

const refund = (
  { orderId }: Scene,
  amountFen?: bigint,
  more: { fault?: Exclude<Fault, 'late'>; goodsKept?: boolean } = {},
) =>
  requestRefund(t, {
    orderId,
    supplierId: null,
    reason: 'after_sale',
    requestedBy: 'test',
    requestKey: randomUUID(),
    amountFen,
    ...more,
  })

/** What a party is worth to us: what it will get or can have, less what it owes. */
async function worth(partyId: string): Promise<bigint> {
  const of = (account: typeof pending) => readBalance(t.db, account(partyId))
  return (await of(pending)) + (await of(reserve)) + (await of(available)) - (await of(receivable))
}
const worths = async ({ parties }: Scene) =>
  Object.fromEntries(
    await Promise.all(Object.entries(parties).map(async ([role, id]) => [role, await worth(id)] as const)),
  )

async function settle({ orderId }: Scene): Promise<void> {
  // A refund that the rail has not answered keeps an order from being settled; that it has is another test's matter.
  await t.db.updateTable('refund').set({ state: 'succeeded' }).where('orderId', '=', orderId).execute()
  await letOrdersMature(t.db)
  const { problems } = await settleDue(t)
  expect(problems).toEqual([])
}

/** What an earner's rows come to is what its account comes to: nothing that was taken or made good is left out of a net. */
async function expectNetsToBeWorth(partyId: string): Promise<void> {
  const { totals, page } = await readEarnings(t.db, { partyId, limit: 50 })
  const netFen = page.rows.reduce((sum, row) => sum + row.netFen, 0n)
  const { pendingFen, availableFen, reserveFen, inPayoutFen, paidFen, receivableFen } = totals
  expect(netFen).toBe(pendingFen + availableFen + reserveFen + inPayoutFen + paidFen - receivableFen)
}

/** The party has its money paid out, so that nothing is left to take back. */
async function drain(partyId: string, amountFen?: bigint): Promise<bigint> {
  const fen = amountFen ?? (await readBalance(t.db, available(partyId)))
  if (fen === 0n) return 0n
  const payout = payoutRequested({ payoutId: randomUUID(), partyId, amountFen: fen })
  await t.db.transaction().execute(trx => postEntries(trx, [payout]))
  return fen
}

const prove = async () => expect((await proveLedger(t.db)).disagreement).toBeNull()

describe('one world, two times', () => {
  const part = fc.integer({ min: 1, max: 60 })
  const fault = fc.constantFrom<Exclude<Fault, 'late'>>('none', 'supplier', 'streamer', 'platform')
  const story = fc.record({
    refunds: fc.array(fc.record({ percent: part, fault }), { minLength: 1, maxLength: 4 }),
    /** After which refund the order is settled in the other world. */
    settledAfter: fc.nat(4),
    /** Who has his money paid out at once. */
    drained: fc.subarray([...ROLES]),
    endsWhole: fc.boolean(),
    tier: fc.constantFrom('A', 'B', 'C', 'D'),
  })

  test('refunds before settlement and after leave each party with the same worth, to the fen', async () => {
    await fc.assert(
      fc.asyncProperty(story, async ({ refunds, settledAfter, drained, endsWhole, tier }) => {
        const [early, late] = [await buildScene(tier), await buildScene(tier)]
        await splitDue(t)
        const amounts = partsOf(early.paidFen, refunds, endsWhole)
        for (const { amountFen, fault: whose } of amounts)
          await refund(early, amountFen, { fault: whose, goodsKept: true })
        const paidOut: Record<string, bigint> = { supplier: 0n, streamer: 0n, agency: 0n, leader: 0n }
        for (const [n, { amountFen, fault: whose }] of amounts.entries()) {
          if (n === settledAfter) {
            await settle(late)
            for (const role of drained) paidOut[role] = await drain(late.parties[role] ?? '')
          }
          await refund(late, amountFen, { fault: whose, goodsKept: true })
        }
        const then = await worths(late)
        for (const role of ROLES) then[role] = (then[role] ?? 0n) + (paidOut[role] ?? 0n)
        expect(then).toEqual(await worths(early))
        if (endsWhole && amounts.every(each => each.fault === 'none')) {
          expect(then).toEqual({ supplier: 0n, streamer: 0n, agency: 0n, leader: 0n })
        }
        await prove()
      }),
      { numRuns: 15 },
    )
  })

  test('any sequence of parts leaves what one refund of all leaves: nothing, in every share and in escrow', async () => {
    const [one, many] = [await buildScene(), await buildScene()]
    await refund(one)
    for (const { amountFen } of partsOf(
      many.paidFen,
      [
        { percent: 7, fault: 'none' },
        { percent: 33, fault: 'none' },
      ],
      true,
    ))
      await refund(many, amountFen)
    for (const { orderId } of [one, many]) {
      const order = await t.db
        .selectFrom('orders')
        .selectAll()
        .where('id', '=', orderId)
        .executeTakeFirstOrThrow()
      expect(order).toMatchObject({
        state: 'refunding',
        refundedFen: order.paidFen,
        refundedFreightFen: order.freightFen,
        returnedDiscountFen: order.platformDiscountFen,
      })
      const legs = await readLegsOfOrder(t.db, orderId)
      const of = (code: string) =>
        legs.reduce(
          (sum, leg) =>
            sum + (leg.credit === code ? leg.amountFen : 0n) - (leg.debit === code ? leg.amountFen : 0n),
          0n,
        )
      expect([of('L:ESCROW'), of('L:REFUND_DUE'), of('E:SUBSIDY')]).toEqual([0n, order.paidFen, 0n])
    }
    expect(await worths(many)).toEqual(await worths(one))
    const left = await t.db
      .selectFrom('accrual')
      .select(sql<bigint>`sum(earned_fen - clawed_fen)::bigint`.as('fen'))
      .where('orderId', '=', many.orderId)
      .executeTakeFirstOrThrow()
    expect(left.fen).toBe(0n)
  })
})

interface Part {
  amountFen: bigint
  fault: Exclude<Fault, 'late'>
}

/** Amounts by percent of what is left; the last is all of it when the story ends whole. */
function partsOf(
  paidFen: bigint,
  refunds: { percent: number; fault: Part['fault'] }[],
  endsWhole: boolean,
): Part[] {
  let leftFen = paidFen
  return refunds.flatMap(({ percent, fault }, n) => {
    const isLast = n === refunds.length - 1
    const amountFen = isLast && endsWhole ? leftFen : (leftFen * BigInt(percent)) / 100n
    leftFen -= amountFen
    return amountFen > 0n ? [{ amountFen, fault }] : []
  })
}

describe('after settlement', () => {
  test('a refund beyond what is left is refused, and the same wish again is the same refund', async () => {
    const scene = await buildScene()
    await expect(refund(scene, scene.paidFen + 1n)).rejects.toMatchObject({ code: 'refund_exceeds' })
    const wish = {
      orderId: scene.orderId,
      supplierId: null,
      reason: 'after_sale',
      requestedBy: 'test',
    } as const
    const first = await requestRefund(t, { ...wish, amountFen: 100n, requestKey: 'k1' })
    expect(await requestRefund(t, { ...wish, amountFen: 100n, requestKey: 'k1' })).toEqual(first)
    await expect(requestRefund(t, { ...wish, amountFen: 101n, requestKey: 'k1' })).rejects.toMatchObject({
      code: 'idempotency_conflict',
    })
  })

  test('what is gone is owed, paid first by the next settlement, and told', async () => {
    const scene = await buildScene()
    await splitDue(t)
    await settle(scene)
    const streamerId = scene.parties['streamer'] ?? ''
    const paidOut = await drain(streamerId)
    await refund(scene)
    expect(await readBalance(t.db, receivable(streamerId))).toBe(paidOut)
    await expectNetsToBeWorth(streamerId)
    const notices = await t.db.selectFrom('notice').select('kind').where('partyId', '=', streamerId).execute()
    expect(notices).toContainEqual({ kind: 'receivable_opened' })
    const next = await nextOrderOf(streamerId)
    await settle(next)
    expect(await readBalance(t.db, receivable(streamerId))).toBe(0n)
    expect(await worth(streamerId)).toBe(0n)
    await prove()
  })

  test('a debt stays a debt until the days of its notice are over, then the deposit stands in', async () => {
    const scene = await buildScene()
    await splitDue(t)
    await settle(scene)
    const leaderId = scene.parties['leader'] ?? ''
    const owedFen = await drain(leaderId)
    await refund(scene)
    await payDeposit(leaderId, owedFen - 1n)
    await collectReceivables(t)
    expect(await readBalance(t.db, receivable(leaderId))).toBe(owedFen)
    await sql`UPDATE receivable SET draw_at = app_now() WHERE party_id = ${leaderId}`.execute(t.db)
    await Promise.all([collectReceivables(t), collectReceivables(t)])
    expect(await readBalance(t.db, receivable(leaderId))).toBe(1n)
    await prove()
  })

  test.each([
    { fault: 'supplier', days: 3, bears: 'supplier', unharmed: ['streamer', 'agency', 'leader'] },
    { fault: 'none', days: 15, bears: null, unharmed: [] },
    { fault: 'none', days: 16, bears: 'supplier', unharmed: ['streamer', 'agency', 'leader'] },
    { fault: 'streamer', days: 180, bears: 'streamer', unharmed: ['agency', 'leader'] },
    { fault: 'streamer', days: 181, bears: 'supplier', unharmed: ['streamer', 'agency', 'leader'] },
    { fault: 'platform', days: 3, bears: 'platform', unharmed: ['streamer', 'agency', 'leader'] },
  ] as const)('$fault after $days days: borne by $bears', async ({ fault, days, bears, unharmed }) => {
    const scene = await buildScene()
    await splitDue(t)
    await settle(scene)
    const before = await worths(scene)
    await sql`UPDATE orders SET received_at = app_now() - ${days}::int * interval '1 day' WHERE id = ${scene.orderId}`.execute(
      t.db,
    )
    await refund(scene, undefined, { fault })
    const after = await worths(scene)
    const lost = ROLES.filter(role => after[role] !== before[role])
    expect(lost).toEqual(ROLES.filter(role => !(unharmed as readonly string[]).includes(role)))
    if (bears === 'supplier') expect(after['supplier']).toBeLessThan(0n)
    const [refunded] = await readRefunds(t.db, scene.orderId)
    expect(refunded?.fault).toBe(days > 15 && bears === 'supplier' ? 'late' : fault)
    const made = refunded?.claws.filter(claw => claw.compensatedFen > 0n).map(claw => claw.role)
    expect(made?.sort()).toEqual([...unharmed].sort())
    for (const partyId of Object.values(scene.parties)) await expectNetsToBeWorth(partyId)
    await prove()
  })

  test('a refund and a payout at the same instant never take the same fen', async () => {
    for (let round = 0; round < 8; round++) {
      const scene = await buildScene('C')
      await splitDue(t)
      await settle(scene)
      const streamerId = scene.parties['streamer'] ?? ''
      const fen = await readBalance(t.db, available(streamerId))
      const [, paid] = await Promise.allSettled([refund(scene), drain(streamerId, fen)])
      const owedFen = await readBalance(t.db, receivable(streamerId))
      expect(owedFen).toBe(paid.status === 'fulfilled' ? fen : 0n)
      expect(await readBalance(t.db, available(streamerId))).toBe(0n)
    }
    await prove()
  })
})

describe('of a low tier', () => {
  test('a part is kept back, refunds draw it first, and the rest is released once', async () => {
    const scene = await buildScene('D')
    await splitDue(t)
    await settle(scene)
    const supplierId = scene.parties['supplier'] ?? ''
    const total = await worth(supplierId)
    const kept = await readBalance(t.db, reserve(supplierId))
    expect(kept).toBe((total * 500n) / 10_000n)
    await refund(scene, 1_000n)
    const drawn = kept - (await readBalance(t.db, reserve(supplierId)))
    expect(drawn).toBeGreaterThan(0n)
    expect(await readBalance(t.db, available(supplierId))).toBe(total - kept)
    expect(await releaseReserves(t)).toBe(0)
    await sql`UPDATE reserve SET until = app_now()`.execute(t.db)
    await Promise.all([releaseReserves(t), releaseReserves(t)])
    expect(await readBalance(t.db, reserve(supplierId))).toBe(0n)
    expect(await readBalance(t.db, available(supplierId))).toBe(total - drawn)
    await prove()
  })
})

async function nextOrderOf(streamerId: string): Promise<Scene> {
  const scene = await buildScene()
  await sql`UPDATE orders SET streamer_id = ${streamerId} WHERE id = ${scene.orderId}`.execute(t.db)
  await splitDue(t)
  return scene
}

async function payDeposit(partyId: string, amountFen: bigint): Promise<void> {
  const paid = depositPaidIn({ paymentId: randomUUID(), partyId, amountFen })
  await t.db.transaction().execute(trx => postEntries(trx, [paid]))
}
