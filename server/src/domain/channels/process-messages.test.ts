import { randomUUID } from 'node:crypto'
import type { ChannelOrderBody } from '@haowu/shared/channel-orders.ts'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildToldOrder, nameOnChannel, processAll } from '../../../test/build-channel-order.ts'
import { buildItem, buildParty } from '../../../test/build-item.ts'
import { buildSale, checkoutDeps, lapseCheckout, TEST_SECRETS } from '../../../test/build-sale.ts'
import { buildSupplier } from '../../../test/build-show.ts'
import { countWaiters } from '../../../test/count-waiters.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/test-database.ts'
import { mindAfterSales } from '#domain/after-sales/mind-after-sales.ts'
import { readAfterSale } from '#domain/after-sales/read-after-sale.ts'
import { requestAfterSale } from '#domain/after-sales/request-after-sale.ts'
import { claimExternal } from '#domain/inventory/claim-external.ts'
import { channelKuaishou } from '#domain/ledger/accounts.ts'
import { proveLedger } from '#domain/ledger/prove-ledger.ts'
import { readBalance } from '#domain/ledger/read-balances.ts'
import { capturePayment } from '#domain/orders/capture-payment.ts'
import { linkTokenOf } from '#domain/orders/link-token.ts'
import { processOpenRefunds, processRefund } from '#domain/orders/process-refund.ts'
import { requestRefund } from '#domain/orders/request-refund.ts'
import { startCheckout } from '#domain/orders/start-checkout.ts'
import { putShopOrder } from '#gateways/channel-simulator/put-shop-order.ts'
import { pressCashierButton } from '#gateways/rail-simulator/press-cashier-button.ts'
import { closeDueListings } from './close-due-listings.ts'
import { linkAccount } from './link-account.ts'
import { processMessages } from './process-messages.ts'
import { receiveOrders } from './receive-orders.ts'

let t: TestDatabase
let deps: ReturnType<typeof checkoutDeps>
beforeAll(async () => {
  t = await createTestDatabase()
  deps = checkoutDeps(t)
})
afterAll(() => t[Symbol.asyncDispose]())

const push = (order: ChannelOrderBody, eventId: string = randomUUID()) =>
  receiveOrders(deps, { channel: 'kuaishou', orders: [{ order, eventId }], from: { source: 'push' } })

/** Paid there at this price, of a piece that the streamer holds here. */
async function soldThere(wishes: Partial<ChannelOrderBody> = {}) {
  const sale = await buildSale(t)
  const order = buildToldOrder(wishes)
  const { streamerId } = await t.db
    .selectFrom('liveSession')
    .select('streamerId')
    .where('id', '=', sale.room.sessionId)
    .executeTakeFirstOrThrow()
  await nameOnChannel(t.db, { order, streamerId, itemId: sale.item.itemId })
  return { sale, order, streamerId, itemId: sale.item.itemId }
}

const channelOrderOf = (oid: string) =>
  t.db.selectFrom('channelOrder').selectAll().where('orderNo', '=', oid).executeTakeFirstOrThrow()
const orderOf = (orderId: string | null) =>
  t.db.selectFrom('orders').selectAll().where('id', '=', orderId).executeTakeFirstOrThrow()
const itemOf = (itemId: string) =>
  t.db.selectFrom('item').selectAll().where('id', '=', itemId).executeTakeFirstOrThrow()
const messagesOf = (oid: string) =>
  t.db
    .selectFrom('channelMessage')
    .select(['state', 'reason', 'source'])
    .where('orderNo', '=', oid)
    .orderBy('receivedAt')
    .execute()

async function payHere(sale: Awaited<ReturnType<typeof buildSale>>) {
  const { orderNo } = await startCheckout(deps, sale.request())
  const outTradeNo = `P${orderNo}`
  await pressCashierButton(t.db, { outTradeNo, button: 'pay' })
  const answer = await deps.rail.queryPayment(outTradeNo)
  if (answer.outcome !== 'answered' || answer.value.transactionId === null) throw new Error('not paid')
  const { amountFen, transactionId } = answer.value
  return () => capturePayment(deps, { outTradeNo, amountFen, transactionId })
}

describe('a piece that was paid in a room of another platform', () => {
  test('is sold here at once by the terms of the hold, and its hold ends as when it is sold here', async () => {
    const { sale, order, itemId } = await soldThere()
    await push(order)
    await processAll(t.db)
    const { orderId, outcome } = await channelOrderOf(order.oid)
    expect(outcome).toBe('sold')
    expect(await itemOf(itemId)).toMatchObject({ state: 'sold', liveHoldId: null })
    const hold = await t.db
      .selectFrom('liveHold')
      .selectAll()
      .where('id', '=', sale.room.liveHoldId)
      .executeTakeFirstOrThrow()
    expect(hold.state).toBe('sold')
    expect(await orderOf(orderId)).toMatchObject({
      state: 'paid',
      paidFen: 499_900n,
      liveHoldId: hold.id,
      terms: hold.terms,
    })
    await expect(startCheckout(deps, sale.request())).rejects.toMatchObject({ code: 'item_unavailable' })
  })

  test('is known again in whatever words and however often it is told', async () => {
    const { order } = await soldThere()
    const eventId = randomUUID()
    expect(await push(order, eventId)).toEqual({ fresh: 1, known: 0 })
    expect(await push(order, eventId)).toEqual({ fresh: 0, known: 1 })
    await push(order)
    await Promise.all([1, 2, 3].map(() => processMessages(deps, { limit: 100 })))
    await processAll(t.db)
    const sales = await t.db
      .selectFrom('orders')
      .select('id')
      .where('idempotencyKey', '=', `channel:kuaishou:${order.oid}`)
      .execute()
    expect(sales).toHaveLength(1)
    expect((await messagesOf(order.oid)).map(({ state }) => state).toSorted()).toEqual(['done', 'stale'])
  })

  test('waits for a person where no plan says on which terms the streamer would have had it, and another one’s hold stands meanwhile', async () => {
    const sale = await buildSale(t)
    const { itemId } = sale.item
    const order = buildToldOrder()
    const streamerId = await buildParty(t.db, 'streamer')
    await nameOnChannel(t.db, { order, streamerId, itemId })
    await push(order)
    await processAll(t.db)
    // Without a plan nobody knows by which terms he would have it.
    expect(await messagesOf(order.oid)).toMatchObject([{ state: 'stuck', reason: 'no_plan' }])
    expect(await itemOf(itemId)).toMatchObject({ state: 'live_held' })
  })

  test('while its supplier says that it was sold elsewhere waits for him, and both are done', async () => {
    const supplierId = await buildSupplier(t)
    const { itemId } = await buildItem(t.db, { supplierId })
    const order = buildToldOrder()
    await nameOnChannel(t.db, { order, streamerId: await buildParty(t.db, 'streamer'), itemId })
    const { supplierSku: sku } = await itemOf(itemId)
    await push(order)
    const claiming = await t.db.transaction().execute(async trx => {
      await trx.selectFrom('item').select('id').where('id', '=', itemId).forNoKeyUpdate().execute()
      const processed = processAll(t.db)
      await expect.poll(() => countWaiters(t), { timeout: 10_000 }).toBe(1)
      await claimExternal(trx, { supplierId, memberId: randomUUID(), sku })
      // In a box, because the transaction would wait for a bare promise.
      return { processed }
    })
    await claiming.processed
    expect(await channelOrderOf(order.oid)).toMatchObject({ outcome: 'lost' })
  })

  test('waits for the buyer who is paying here; the one who is too late gets everything back', async () => {
    const { sale, order, itemId } = await soldThere()
    const before = await readBalance(t.db, channelKuaishou())
    const capture = await payHere(sale)
    await push(order)
    await processAll(t.db)
    expect(await messagesOf(order.oid)).toMatchObject([{ state: 'waiting' }])
    expect(await capture()).toBe('sold')
    await putShopOrder(t.db, { order, event: 'order_paid' })
    await processAll(t.db)
    const { orderId, outcome } = await channelOrderOf(order.oid)
    expect(outcome).toBe('lost')
    expect(await orderOf(orderId)).toMatchObject({ state: 'closed', itemId })
    expect(await readBalance(t.db, channelKuaishou())).toBe(before + 499_900n)
    const { id: refundId } = await t.db
      .selectFrom('refund')
      .select('id')
      .where('orderId', '=', orderId)
      .executeTakeFirstOrThrow()
    expect(await processRefund(deps, refundId)).toBe('succeeded')
    expect(await readBalance(t.db, channelKuaishou())).toBe(before)
    const why = await t.db.selectFrom('auditLog').select('action').where('subjectId', '=', orderId).execute()
    expect(why).toMatchObject([{ action: 'channel_order_lost' }])
    expect((await proveLedger(t.db)).disagreement).toBeNull()
  })

  test('wins over a buyer whose minutes are over, who gets his money back', async () => {
    const { sale, order, itemId } = await soldThere()
    const capture = await payHere(sale)
    await lapseCheckout(t, itemId)
    await push(order)
    await processAll(t.db)
    expect(await channelOrderOf(order.oid)).toMatchObject({ outcome: 'sold' })
    expect(await capture()).toBe('late')
  })
})

describe('a piece that was sold in our own room', () => {
  test('is taken off there, asked again after no answer, and what the channel says is kept', async () => {
    const { sale, order } = await soldThere()
    await putShopOrder(t.db, { order: { ...order, status: 10, payTime: null }, event: 'order_created' })
    const capture = await payHere(sale)
    await capture()
    const listing = () =>
      t.db
        .selectFrom('channelListing')
        .selectAll()
        .where('goodsNo', '=', order.itemId)
        .executeTakeFirstOrThrow()
    expect((await listing()).state).toBe('closing')
    const silent = { ...deps.channel, unlist: () => Promise.reject(new Error('no answer')) }
    await expect(closeDueListings({ db: t.db, channel: silent }, { limit: 100 })).rejects.toThrow(
      'listings could not be closed',
    )
    expect((await listing()).state).toBe('closing')
    await closeDueListings({ db: t.db, channel: deps.channel }, { limit: 100 })
    await closeDueListings({ db: t.db, channel: deps.channel }, { limit: 100 })
    expect(await listing()).toMatchObject({ state: 'closed', answer: null })
    const goods = await t.db
      .selectFrom('channelSimulator.shopGoods')
      .select('onSale')
      .where('goodsNo', '=', order.itemId)
      .execute()
    expect(goods).toEqual([{ onSale: false }])
  })

  test('stays known as refused, with the reason, when the channel will not take it off', async () => {
    const { sale, order } = await soldThere()
    await (await payHere(sale))()
    const unlist = () => Promise.resolve({ outcome: 'refused', reason: '审核中' } as const)
    await closeDueListings({ db: t.db, channel: { ...deps.channel, unlist } }, { limit: 100 })
    const listing = await t.db
      .selectFrom('channelListing')
      .selectAll()
      .where('goodsNo', '=', order.itemId)
      .executeTakeFirstOrThrow()
    expect(listing).toMatchObject({ state: 'refused', answer: '审核中' })
  })
})

describe('money that went back', () => {
  test('there is taken from those who earned it, once, whatever comes first', async () => {
    const { order, itemId } = await soldThere()
    const before = await readBalance(t.db, channelKuaishou())
    const part = { ...order, refundFee: 100_000, updateTime: order.updateTime + 1 }
    await push(part)
    await processAll(t.db)
    await push(order)
    await processAll(t.db)
    const { orderId } = await channelOrderOf(order.oid)
    expect(await orderOf(orderId)).toMatchObject({ state: 'paid', refundedFen: 100_000n })
    expect(await readBalance(t.db, channelKuaishou())).toBe(before + 399_900n)
    await push({ ...order, status: 80, refundFee: order.totalFee, updateTime: order.updateTime + 2 })
    await processAll(t.db)
    expect(await orderOf(orderId)).toMatchObject({ state: 'refunded', refundedFen: 499_900n })
    expect((await itemOf(itemId)).state).toBe('available')
    expect(await readBalance(t.db, channelKuaishou())).toBe(before)
    expect((await proveLedger(t.db)).disagreement).toBeNull()
  })

  test('there in full ends the after-sale of its order, and no clock has anything to do', async () => {
    const { order } = await soldThere()
    await push(order)
    await processAll(t.db)
    const { orderId } = await channelOrderOf(order.oid)
    const linkToken = linkTokenOf(TEST_SECRETS.linkToken, orderId ?? '')
    const wish = { kind: 'refund_only', reason: 'no_longer_wanted', words: '不想要了' } as const
    const { afterSaleId } = await requestAfterSale(t, { linkToken, ...wish, photoKeys: [] })
    await push({ ...order, status: 80, refundFee: order.totalFee, updateTime: order.updateTime + 1 })
    await processAll(t.db)
    await t.owner.query('UPDATE after_sale SET due_at = app_now() WHERE ended_at IS NULL')
    expect(await mindAfterSales(t)).toBe(0)
    const read = await readAfterSale(t.db, { afterSaleId, supplierId: null })
    expect(read).toMatchObject({ state: 'refunded', agreedFen: 499_900n })
    const blocks = await t.db
      .selectFrom('orderBlock')
      .select('closedAt')
      .where('refId', '=', afterSaleId)
      .execute()
    expect(blocks).toEqual([{ closedAt: expect.any(Date) }])
  })

  test('because its supplier refused is asked of the channel, and its own telling of it is no second refund', async () => {
    const { order, sale } = await soldThere()
    const before = await readBalance(t.db, channelKuaishou())
    await putShopOrder(t.db, { order, event: 'order_paid' })
    await push(order)
    await processAll(t.db)
    const { orderId } = await channelOrderOf(order.oid)
    const { supplierId } = sale.item
    const refund = await requestRefund(t, {
      orderId: orderId ?? '',
      supplierId,
      reason: 'supplier_cancelled',
      requestedBy: 'user:1',
    })
    const [, told] = await t.db
      .selectFrom('channelSimulator.shopOrder')
      .select('body')
      .where('oid', '=', order.oid)
      .execute()
    expect(told).toBeUndefined()
    await t.db
      .updateTable('refund')
      .set({ createdAt: new Date(0) })
      .where('id', '=', refund.refundId)
      .execute()
    await processOpenRefunds(deps, { limit: 50 })
    expect(await orderOf(orderId)).toMatchObject({ state: 'refunded' })
    const { body } = await t.db
      .selectFrom('channelSimulator.shopOrder')
      .select('body')
      .where('oid', '=', order.oid)
      .executeTakeFirstOrThrow()
    expect(body).toMatchObject({ status: 80, refundFee: order.totalFee })
    await push(body as unknown as ChannelOrderBody)
    await processAll(t.db)
    const refunds = await t.db.selectFrom('refund').select('state').where('orderId', '=', orderId).execute()
    expect(refunds).toEqual([{ state: 'succeeded' }])
    expect(await readBalance(t.db, channelKuaishou())).toBe(before)
  })
})

describe('what only those say who earn from it', () => {
  const openBlocks = (orderId: string | null) =>
    t.db
      .selectFrom('orderBlock')
      .select('cause')
      .where('orderId', '=', orderId)
      .where('closedAt', 'is', null)
      .execute()

  test('sells the piece, but pays nothing out before the channel has said it', async () => {
    const { order, streamerId } = await soldThere()
    await receiveOrders(deps, {
      channel: 'kuaishou',
      orders: [{ order }],
      from: { source: 'file', partyId: streamerId },
    })
    await processAll(t.db)
    const { orderId } = await channelOrderOf(order.oid)
    expect(await openBlocks(orderId)).toEqual([{ cause: 'channel_unconfirmed' }])
    await push(order)
    await processAll(t.db)
    expect(await openBlocks(orderId)).toEqual([])
  })

  test('never outdoes what the channel says, however new it calls itself', async () => {
    const { order, streamerId } = await soldThere()
    const later = { ...order, updateTime: order.updateTime + 86_400_000 }
    await receiveOrders(deps, {
      channel: 'kuaishou',
      orders: [{ order: later }],
      from: { source: 'file', partyId: streamerId },
    })
    await processAll(t.db)
    await push({ ...order, refundFee: 50_000, updateTime: order.updateTime + 1 })
    await processAll(t.db)
    const { orderId, version } = await channelOrderOf(order.oid)
    expect(version).toBe(BigInt(order.updateTime + 1))
    expect(await orderOf(orderId)).toMatchObject({ refundedFen: 50_000n })
  })

  test('of whose sale it was holds only if the channel names the same streamer; until then nothing is paid out', async () => {
    const { order, streamerId } = await soldThere()
    const other = await buildParty(t.db, 'streamer')
    await receiveOrders(deps, {
      channel: 'kuaishou',
      orders: [{ order: { ...order, distributorId: null } }],
      from: { source: 'file', partyId: streamerId },
    })
    await processAll(t.db)
    const { orderId } = await channelOrderOf(order.oid)
    const unknown = { ...order, distributorId: `${order.distributorId}x`, updateTime: order.updateTime + 1 }
    await push(unknown)
    await processAll(t.db)
    expect((await messagesOf(order.oid)).at(-1)).toMatchObject({ state: 'stuck', reason: 'streamer_unknown' })
    await linkAccount(t, {
      channel: 'kuaishou',
      accountNo: unknown.distributorId,
      streamerId: other,
      actor: 'user:test',
    })
    await processAll(t.db)
    expect((await messagesOf(order.oid)).at(-1)).toMatchObject({ state: 'stuck', reason: 'streamer_differs' })
    expect(await openBlocks(orderId)).toEqual([{ cause: 'channel_unconfirmed' }])
    await push({ ...order, updateTime: order.updateTime + 2 })
    await processAll(t.db)
    expect(await openBlocks(orderId)).toEqual([])
    // Once confirmed, a message that names nobody leaves the order with its streamer.
    await push({ ...order, distributorId: null, status: 50, updateTime: order.updateTime + 3 })
    await processAll(t.db)
    expect(await channelOrderOf(order.oid)).toMatchObject({ streamerId, status: 50 })
  })

  test('about another supplier’s piece, or one the streamer never held, waits for a person', async () => {
    const { order } = await soldThere()
    const partyId = await buildParty(t.db, 'supplier')
    await receiveOrders(deps, { channel: 'kuaishou', orders: [{ order }], from: { source: 'api', partyId } })
    const stranger = await buildParty(t.db, 'streamer')
    await receiveOrders(deps, {
      channel: 'kuaishou',
      orders: [{ order: { ...order, oid: `${order.oid}9` } }],
      from: { source: 'file', partyId: stranger },
    })
    await processAll(t.db)
    for (const oid of [order.oid, `${order.oid}9`])
      expect(await messagesOf(oid)).toMatchObject([{ state: 'stuck', reason: 'not_yours' }])
  })
})

describe('in whatever order, however often, and whoever is killed', () => {
  test('the end is that of the newest message', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ nth: fc.integer({ min: 0, max: 3 }), kill: fc.boolean(), wait: fc.boolean() }), {
          minLength: 1,
          maxLength: 10,
        }),
        fc.constantFrom(0, 100_000, 499_900),
        async (tellings, refundFee) => {
          const { order, itemId } = await soldThere()
          const before = await readBalance(t.db, channelKuaishou())
          const versions: ChannelOrderBody[] = [
            { ...order, status: 10, payTime: null },
            { ...order, updateTime: order.updateTime + 1 },
            {
              ...order,
              status: 40,
              updateTime: order.updateTime + 2,
              refundFee: Math.min(refundFee, 40_000),
            },
            {
              ...order,
              status: refundFee === order.totalFee ? 80 : 50,
              refundFee,
              updateTime: order.updateTime + 3,
            },
          ]
          let newest = -1
          for (const { nth, kill, wait } of tellings) {
            const told = versions[nth]
            if (!told) continue
            newest = Math.max(newest, nth)
            await push(told, `${told.oid}-${nth}`)
            if (wait) continue
            if (kill) await killedWhileProcessing()
            await processAll(t.db)
          }
          await processAll(t.db)
          const last = versions[newest]
          if (!last) return
          const { orderId, version } = await channelOrderOf(order.oid)
          expect(version).toBe(BigInt(last.updateTime))
          const sold = orderId === null ? undefined : await orderOf(orderId)
          const returned = last.status === 80 ? order.totalFee : last.refundFee
          // Whether a piece was sold in between depends on what came first; the money never does.
          const heldFen = last.status === 10 ? 0 : order.totalFee - returned
          expect(await readBalance(t.db, channelKuaishou())).toBe(before + BigInt(heldFen))
          if (sold) expect(sold.refundedFen).toBe(BigInt(returned))
          expect((await itemOf(itemId)).state === 'sold').toBe(heldFen > 0)
          expect(
            (await messagesOf(order.oid)).every(({ state }) => state === 'done' || state === 'stale'),
          ).toBe(true)
        },
      ),
      { numRuns: 12 },
    )
    expect((await proveLedger(t.db)).disagreement).toBeNull()
  }, 120_000)

  /** The connections of everybody who works on a message are cut in the middle of it. */
  async function killedWhileProcessing() {
    const working = processMessages({ db: t.db, secrets: TEST_SECRETS }, { limit: 100 }).catch(() => 0)
    await t.owner.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'`,
    )
    await working
    // A connection that was cut while it rested is found dead by whoever takes it next: here by nobody whose work counts.
    await Promise.allSettled(Array.from({ length: 20 }, () => sql`SELECT 1`.execute(t.db)))
    await t.owner.query('UPDATE channel_message SET tries = 0')
  }
})
