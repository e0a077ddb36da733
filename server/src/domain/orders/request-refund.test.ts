import { buildPaidOrder, checkoutDeps, type PaidOrder } from '@haowu/server/test/build-sale.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { NO_DISCOUNTS, splitOrder } from '#domain/commission/split-order.ts'
import { termsSchema } from '#domain/commission/terms.ts'
import { deferred, escrow, pending, refundDue } from '#domain/ledger/accounts.ts'
import { saleSplit } from '#domain/ledger/sale-entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { proveLedger } from '#domain/ledger/prove-ledger.ts'
import { readBalance } from '#domain/ledger/read-balances.ts'
import { readLegsOfOrder } from '#domain/ledger/read-legs.ts'
import { readPlatformId } from '#domain/parties/read-platform.ts'
import type { Behaviour } from '#gateways/rail-simulator/behaviour.ts'
import { finishRefund } from './finish-refund.ts'
import { processOpenRefunds, processRefund } from './process-refund.ts'
import { requestRefund } from './request-refund.ts'

let t: TestDatabase
let deps: ReturnType<typeof checkoutDeps>
beforeAll(async () => {
  t = await createTestDatabase()
  deps = checkoutDeps(t)
})
afterAll(() => t[Symbol.asyncDispose]())

const orderOf = (orderId: string) =>
  t.db.selectFrom('orders').selectAll().where('id', '=', orderId).executeTakeFirstOrThrow()
const stateOf = async (refundId: string) =>
  (await t.db.selectFrom('refund').select('state').where('id', '=', refundId).executeTakeFirstOrThrow()).state
const cancel = ({ orderId, sale }: PaidOrder) =>
  requestRefund(deps, {
    orderId,
    supplierId: sale.item.supplierId,
    reason: 'supplier_cancelled',
    requestedBy: 'm-1',
  })

/** Divides the order as the settlement module does, so that its refund takes from the earners. */
async function split({ orderId }: PaidOrder): Promise<void> {
  const order = await orderOf(orderId)
  const { shares } = splitOrder({
    listFen: order.listFen,
    discounts: NO_DISCOUNTS,
    freightFen: 0n,
    terms: termsSchema.parse(order.terms),
  })
  const partyOf = {
    supplier: order.supplierId,
    streamer: order.streamerId,
    platform: await readPlatformId(t.db),
  }
  const owned = shares.map(share => ({ ...share, partyId: partyOf[share.role as keyof typeof partyOf] }))
  await t.db.transaction().execute(async trx => {
    await trx
      .insertInto('accrual')
      .values(
        owned.map(({ role, partyId, amountFen, steps }) => ({
          orderId,
          role,
          partyId,
          earnedFen: amountFen,
          steps: JSON.stringify(steps),
        })),
      )
      .execute()
    await trx.updateTable('orders').set({ splitAt: sql`app_now()` }).where('id', '=', orderId).execute()
    await postEntries(trx, [saleSplit({ orderId, shares: owned })])
  })
}

const itemOf = (itemId: string) =>
  t.db
    .selectFrom('item')
    .select(['state', 'listingGeneration', 'qty'])
    .where('id', '=', itemId)
    .executeTakeFirstOrThrow()

/** What the legs of this order left in escrow. */
async function escrowOf(orderId: string): Promise<bigint> {
  const legs = await readLegsOfOrder(t.db, orderId)
  return legs.reduce(
    (sum, leg) =>
      sum + (leg.credit === escrow() ? leg.amountFen : 0n) - (leg.debit === escrow() ? leg.amountFen : 0n),
    0n,
  )
}

describe('a supplier who cannot deliver', () => {
  test('returns the money from escrow before the split, and the item that never left is on offer again', async () => {
    const order = await buildPaidOrder(t, deps)
    const { refundId } = await cancel(order)
    expect(await orderOf(order.orderId)).toMatchObject({ state: 'refunding' })
    expect(await escrowOf(order.orderId)).toBe(0n)
    expect(await itemOf(order.sale.item.itemId)).toEqual({ state: 'available', listingGeneration: 2, qty: 1 })
    expect(await cancel(order)).toEqual({ refundId })
  })

  test.each(['expired', 'revoked'] as const)(
    'whose report is %s meanwhile has the item back as a draft, not on offer',
    async how => {
      const order = await buildPaidOrder(t, deps)
      const { itemId } = order.sale.item
      await t.owner.query(
        how === 'expired'
          ? `UPDATE report SET expires_at = app_now() - interval '1 second' WHERE item_id = $1`
          : `UPDATE report SET state = 'revoked', revoked_at = app_now(), revoked_reason = 'x' WHERE item_id = $1`,
        [itemId],
      )
      await cancel(order)
      expect(await itemOf(itemId)).toEqual({ state: 'draft', listingGeneration: 2, qty: 1 })
    },
  )

  test('and what was shipped waits for its return and a new report', async () => {
    const order = await buildPaidOrder(t, deps)
    await t.db.updateTable('orders').set({ state: 'shipped' }).where('id', '=', order.orderId).execute()
    await requestRefund(deps, {
      orderId: order.orderId,
      supplierId: null,
      reason: 'after_sale',
      requestedBy: 'm-2',
    })
    expect(await itemOf(order.sale.item.itemId)).toMatchObject({ state: 'returning', listingGeneration: 2 })
  })

  test('returns every fen from the earners after the split, and each ends at zero', async () => {
    const order = await buildPaidOrder(t, deps, { priceFen: 333_333n })
    await split(order)
    await cancel(order)
    const shares = await t.db.selectFrom('accrual').selectAll().where('orderId', '=', order.orderId).execute()
    expect(shares).toHaveLength(3)
    for (const share of shares) expect(share).toMatchObject({ state: 'reversed', clawedFen: share.earnedFen })
    expect(await readBalance(t.db, pending(order.sale.item.supplierId))).toBe(0n)
    expect(await readBalance(t.db, pending(order.sale.room.streamerId))).toBe(0n)
    expect(await readBalance(t.db, deferred())).toBe(0n)
    expect(await escrowOf(order.orderId)).toBe(0n)
  })

  test('asked by two people at once refunds once', async () => {
    const order = await buildPaidOrder(t, deps)
    const [one, two] = await Promise.all([cancel(order), cancel(order)])
    expect(one).toEqual(two)
  })

  test('cannot cancel another supplier’s order, nor what is shipped', async () => {
    const [order, other] = [await buildPaidOrder(t, deps), await buildPaidOrder(t, deps)]
    const foreign = { ...order, sale: other.sale }
    await expect(cancel(foreign)).rejects.toMatchObject({ code: 'not_found' })
    await t.db.updateTable('orders').set({ state: 'shipped' }).where('id', '=', order.orderId).execute()
    await expect(cancel(order)).rejects.toMatchObject({ code: 'order_state', facts: { state: 'shipped' } })
  })
})

test('the platform may refund what was received', async () => {
  const order = await buildPaidOrder(t, deps)
  await t.db.updateTable('orders').set({ state: 'received' }).where('id', '=', order.orderId).execute()
  const request = {
    orderId: order.orderId,
    supplierId: null,
    reason: 'after_sale',
    requestedBy: 'm-2',
  } as const
  await requestRefund(deps, request)
  expect(await orderOf(order.orderId)).toMatchObject({ state: 'refunding' })
})

describe('at the rail', () => {
  const withRefunds = (behaviour: Behaviour) => checkoutDeps(t, { chooseBehaviour: () => behaviour })
  const later = async () => {
    await sql`UPDATE rail_simulator.refund SET ends_at = app_now() - interval '1 second'`.execute(t.db)
    await sql`UPDATE refund SET asked_at = asked_at - interval '1 minute'`.execute(t.db)
  }

  test('a refund ends by its callback, once, though told three times at once', async () => {
    const order = await buildPaidOrder(t, deps)
    const before = await readBalance(t.db, refundDue())
    const { refundId } = await cancel(order)
    expect(await processRefund(deps, refundId)).toBe('processing')
    const { outRefundNo } = await t.db
      .selectFrom('refund')
      .select('outRefundNo')
      .where('id', '=', refundId)
      .executeTakeFirstOrThrow()
    const told = { outRefundNo, amountFen: 499_900n, outcome: 'succeeded', why: '' } as const
    const answers = await Promise.all([1, 2, 3].map(() => finishRefund(deps, told)))
    expect(answers.sort()).toEqual(['done', 'repeated', 'repeated'])
    expect(await orderOf(order.orderId)).toMatchObject({ state: 'refunded' })
    expect(await readBalance(t.db, refundDue())).toBe(before)
    // Whoever follows the order's money sees it go: what became owed to the buyer has left.
    const legs = await readLegsOfOrder(t.db, order.orderId)
    expect(legs.at(-1)).toMatchObject({ kind: 'refund_paid', debit: refundDue(), amountFen: 499_900n })
    const owed = legs.map(leg =>
      leg.credit === refundDue() ? leg.amountFen : leg.debit === refundDue() ? -leg.amountFen : 0n,
    )
    expect(owed.reduce((sum, fen) => sum + fen, 0n)).toBe(0n)
  })

  test('an answer that was lost is asked for, never asked again with a new number', async () => {
    const { refundId } = await cancel(await buildPaidOrder(t, deps))
    const lossy = withRefunds('answer_lost')
    expect(await processRefund(lossy, refundId)).toBe('unknown')
    expect(await stateOf(refundId)).toBe('processing')
    await later()
    expect(await processRefund(lossy, refundId)).toBe('succeeded')
    const { rows } =
      await sql`SELECT FROM rail_simulator.refund WHERE out_refund_no = ${numberOf(refundId)}`.execute(t.db)
    expect(rows).toHaveLength(1)
  })

  test('a call that never arrived is sent again with the same number', async () => {
    const { refundId } = await cancel(await buildPaidOrder(t, deps))
    expect(await processRefund(withRefunds('call_lost'), refundId)).toBe('unknown')
    expect(await processRefund(deps, refundId)).toBe('processing')
    await later()
    expect(await processRefund(deps, refundId)).toBe('succeeded')
  })

  test('a refund that fails stays owed, is audited, and may be settled later', async () => {
    const order = await buildPaidOrder(t, deps)
    const { refundId } = await cancel(order)
    const failing = withRefunds('fail')
    await processRefund(failing, refundId)
    await later()
    expect(await processRefund(failing, refundId)).toBe('failed')
    expect(await orderOf(order.orderId)).toMatchObject({ state: 'refunding' })
    const told = {
      outRefundNo: numberOf(refundId),
      amountFen: 499_900n,
      outcome: 'succeeded',
      why: '',
    } as const
    expect(await finishRefund(deps, told)).toBe('done')
    expect(await orderOf(order.orderId)).toMatchObject({ state: 'refunded' })
  })

  test('a refund whose first attempt died is found in the table', async () => {
    const { refundId } = await cancel(await buildPaidOrder(t, deps))
    await sql`UPDATE refund SET created_at = created_at - interval '1 minute' WHERE id = ${refundId}`.execute(
      t.db,
    )
    await processOpenRefunds(deps, { limit: 50 })
    await later()
    await processOpenRefunds(deps, { limit: 50 })
    expect(await stateOf(refundId)).toBe('succeeded')
  })

  const numberOf = (refundId: string) => `R${refundId.replaceAll('-', '')}`
})

test('after all of this the ledger proves', async () => {
  expect((await proveLedger(t.db)).disagreement).toBeNull()
})
