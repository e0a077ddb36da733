import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildToldOrder, nameOnChannel, processAll } from '../../../test/build-channel-order.ts'
import { buildSale, checkoutDeps } from '../../../test/build-sale.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/test-database.ts'
import { channelFee, channelKuaishou, escrow } from '#domain/ledger/accounts.ts'
import { channelHandedOver } from '#domain/ledger/channel-entries.ts'
import { proveLedger } from '#domain/ledger/prove-ledger.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { readBalance } from '#domain/ledger/read-balances.ts'
import { capturePayment } from '#domain/orders/capture-payment.ts'
import { divideOrders } from '#domain/orders/divide-orders.ts'
import { startCheckout } from '#domain/orders/start-checkout.ts'
import { readPlatformId } from '#domain/parties/read-platform.ts'
import { pressCashierButton } from '#gateways/rail-simulator/press-cashier-button.ts'
import { receiveOrders } from './receive-orders.ts'

let t: TestDatabase
let deps: ReturnType<typeof checkoutDeps>
beforeAll(async () => {
  t = await createTestDatabase()
  deps = checkoutDeps(t)
})
afterAll(() => t[Symbol.asyncDispose]())

async function sellThere(totalFee: number, more: { expressFee?: number; platformSubsidyFee?: number } = {}) {
  const sale = await buildSale(t, { priceFen: BigInt(totalFee) })
  const order = buildToldOrder({ totalFee, ...more })
  const { streamerId } = await t.db
    .selectFrom('liveSession')
    .select('streamerId')
    .where('id', '=', sale.room.sessionId)
    .executeTakeFirstOrThrow()
  await nameOnChannel(t.db, { order, streamerId, itemId: sale.item.itemId })
  await receiveOrders(deps, {
    channel: 'kuaishou',
    orders: [{ order, eventId: randomUUID() }],
    from: { source: 'push' },
  })
  await processAll(t.db)
  const { id } = await t.db
    .selectFrom('orders')
    .select('id')
    .where('idempotencyKey', '=', `channel:kuaishou:${order.oid}`)
    .executeTakeFirstOrThrow()
  return { orderId: id, order }
}

async function sellHere(priceFen: bigint): Promise<string> {
  const sale = await buildSale(t, { priceFen })
  const { orderNo } = await startCheckout(deps, sale.request())
  const outTradeNo = `P${orderNo}`
  await pressCashierButton(t.db, { outTradeNo, button: 'pay' })
  const answer = await deps.rail.queryPayment(outTradeNo)
  if (answer.outcome !== 'answered' || answer.value.transactionId === null) throw new Error('not paid')
  await capturePayment(deps, { outTradeNo, amountFen: priceFen, transactionId: answer.value.transactionId })
  const { id } = await t.db
    .selectFrom('orders')
    .select('id')
    .where('no', '=', orderNo)
    .executeTakeFirstOrThrow()
  return id
}

/** What each earner gets, and over which accounts the money came. */
async function sharesOf(orderId: string) {
  await t.db.transaction().execute(async trx => {
    const { rows } = await sql<{
      id: string
    }>`SELECT id FROM orders WHERE id = ${orderId} FOR UPDATE`.execute(trx)
    if (rows.length === 0) throw new Error('no order')
    const order = await trx
      .selectFrom('orders')
      .select(['id as orderId', 'supplierId', 'streamerId', 'listFen', 'supplierDiscountFen'])
      .select(['platformDiscountFen', 'streamerDiscountFen', 'freightFen', 'paidFen', 'terms'])
      .where('id', '=', orderId)
      .executeTakeFirstOrThrow()
    await divideOrders(trx, await readPlatformId(trx), [order])
  })
  const shares = await t.db
    .selectFrom('accrual')
    .select(['role', 'earnedFen', 'steps'])
    .where('orderId', '=', orderId)
    .orderBy('role')
    .execute()
  const { rows } = await t.owner.query(
    `SELECT split_part(debit.code, ':', 2) AS "from", split_part(credit.code, ':', 2) AS "to", amount_fen::text AS fen
     FROM ledger.leg JOIN ledger.account AS debit ON debit.id = debit JOIN ledger.account AS credit ON credit.id = credit
     WHERE order_id = $1 ORDER BY transaction_id, seq`,
    [orderId],
  )
  return { shares, legs: rows as { from: string; to: string; fen: string }[] }
}

test.each([1, 99, 499_900, 1_000_000, 7_777_777])(
  'an order of %i fen ends in the same shares by channel and by room, but for the account of the channel',
  async fen => {
    const there = await sharesOf((await sellThere(fen)).orderId)
    const here = await sharesOf(await sellHere(BigInt(fen)))
    expect(there.shares).toEqual(here.shares)
    expect(there.legs[0]).toEqual({ from: 'CHANNEL_KUAISHOU', to: 'ESCROW', fen: String(fen) })
    expect(here.legs[0]).toEqual({ from: 'CHANNEL', to: 'ESCROW', fen: String(fen) })
    expect(there.legs.slice(1)).toEqual(here.legs.slice(1))
    expect(await readBalance(t.db, escrow())).toBe(0n)
    expect((await proveLedger(t.db)).disagreement).toBeNull()
  },
)

test('what the platform adds is part of the base, and freight is the supplier’s alone', async () => {
  const { orderId } = await sellThere(472_000, { expressFee: 2_000, platformSubsidyFee: 20_000 })
  const { shares } = await sharesOf(orderId)
  const sum = shares.reduce((total, { earnedFen }) => total + earnedFen, 0n)
  expect(sum).toBe(492_000n)
  const streamer = shares.find(({ role }) => role === 'streamer')
  // 8 % of 490,000 less a tenth of it.
  expect(streamer?.earnedFen).toBe(35_280n)
})

test('the settlement bill closes the account: what the channel kept is its fee, the rest is in the bank', async () => {
  const before = await readBalance(t.db, channelKuaishou())
  const fees = await readBalance(t.db, channelFee())
  await sellThere(100_000)
  expect(await readBalance(t.db, channelKuaishou())).toBe(before + 100_000n)
  await t.db.transaction().execute(trx =>
    postEntries(trx, [
      channelHandedOver({
        account: '88001122',
        day: '2026-11-30',
        netFen: 98_000n,
        feeFen: 2_000n,
        bookedAt: undefined,
        ofShop: true,
      }),
    ]),
  )
  expect(await readBalance(t.db, channelKuaishou())).toBe(before)
  expect(await readBalance(t.db, channelFee())).toBe(fees + 2_000n)
})
