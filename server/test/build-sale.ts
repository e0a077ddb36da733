import { randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { DEMO_SECRET } from '#config.ts'
import { holdForSession } from '#domain/catalog/take-live-hold.ts'
import type { Terms } from '#domain/commission/terms.ts'
import { capturePayment, type PaidAtRail } from '#domain/orders/capture-payment.ts'
import { type CheckoutDeps, type StartCheckout, startCheckout } from '#domain/orders/start-checkout.ts'
import type { ChannelGateway } from '#gateways/channel.ts'
import { createChannelSimulator } from '#gateways/channel-simulator/create-channel-simulator.ts'
import { createFeedHttp } from '#gateways/open-feed-http.ts'
import type { PaymentRail } from '#gateways/payment-rail.ts'
import {
  createRailSimulator,
  type RailSimulatorSettings,
} from '#gateways/rail-simulator/create-rail-simulator.ts'
import { pressCashierButton } from '#gateways/rail-simulator/press-cashier-button.ts'
import { deriveSecrets } from '#secrets.ts'
import { type BuiltItem, type BuiltRoom, buildItem, buildRoom, type ItemWishes } from './build-item.ts'
import type { TestDatabase } from './test-database.ts'

export const TEST_SECRETS = deriveSecrets('a secret that only tests know, long enough')
export const TEST_ORIGIN = 'http://localhost:3000'

export const TEST_CONTACT = {
  name: '欧阳小明',
  phone: '13812345678',
  region: '上海市 徐汇区',
  address: '漕溪北路 1 号 2 室',
}

/** A bench has a database too, though it is no test. */
type Connected = Pick<TestDatabase, 'db' | 'pool'>

/** What a checkout needs, with the simulated rail; a test may replace the rail's behaviour. */
export function checkoutDeps(
  t: Connected,
  settings: Partial<RailSimulatorSettings> = {},
): CheckoutDeps & { rail: PaymentRail; channel: ChannelGateway } {
  const rail = createRailSimulator({
    db: t.db,
    secret: TEST_SECRETS.railWebhook,
    publicUrl: TEST_ORIGIN,
    ...settings,
  })
  const channel = createChannelSimulator({ db: t.db, secret: TEST_SECRETS.channelWebhook })
  const feedHttp = createFeedHttp({ allowLoopback: true })
  const config = { publicUrl: TEST_ORIGIN }
  const secrets = { ...TEST_SECRETS, reportSigning: deriveSecrets(DEMO_SECRET).reportSigning }
  return { db: t.db, pool: t.pool, rail, channel, feedHttp, secrets, config }
}

export interface SaleScene {
  item: BuiltItem
  room: BuiltRoom
  /** What a buyer in this room sends; each call with a key of its own. */
  request(wishes?: Partial<StartCheckout>): StartCheckout
}

/** An item that a session holds, with the terms of 8 % commission and 7 days, ready to be bought in its room. */
export async function buildSale(t: Connected, wishes: ItemWishes = {}): Promise<SaleScene> {
  const priceFen = wishes.priceFen ?? 499_900n
  const item = await buildItem(t.db, { ...wishes, priceFen })
  const room = await buildRoom(t.db, item)
  await t.db
    .updateTable('liveHold')
    .set({ state: 'active', terms: JSON.stringify(TEST_TERMS) })
    .where('id', '=', room.liveHoldId)
    .execute()
  const until = new Date(Date.now() + 2 * 3_600_000)
  await t.db
    .transaction()
    .execute(trx => holdForSession(trx, { itemId: item.itemId, holdId: room.liveHoldId, until }))
  const { roomCode } = await t.db
    .selectFrom('liveSession')
    .select('roomCode')
    .where('id', '=', room.sessionId)
    .executeTakeFirstOrThrow()
  const request = (more: Partial<StartCheckout> = {}): StartCheckout => ({
    roomCode,
    itemId: item.itemId,
    priceFen,
    contact: TEST_CONTACT,
    idempotencyKey: randomBytes(16).toString('hex'),
    ...more,
  })
  return { item, room, request }
}

const TEST_TERMS: Terms = {
  planId: randomUUID(),
  planVersion: 1,
  planKind: 'open',
  rateBps: 800,
  serviceRateBps: 0,
  techRateBps: 1_000,
  platformRateBps: 200,
  agencyId: null,
  agencyRateBps: 0,
  leaderId: null,
  priceModel: 'commission',
  supplyPriceFen: null,
  floorFen: null,
  ceilingFen: null,
  settlementTier: 'B',
  settlementDays: 7,
  ruleVersions: {},
}

/** Lets the time of every open checkout of this item run out without waiting. */
export async function lapseCheckout(t: Connected, itemId: string): Promise<void> {
  await sql`UPDATE item SET checkout_until = app_now() - interval '1 second' WHERE id = ${itemId} AND state = 'checkout_held'`.execute(
    t.db,
  )
  await sql`UPDATE orders SET checkout_until = app_now() - interval '1 second' WHERE item_id = ${itemId} AND state = 'checkout'`.execute(
    t.db,
  )
}

export interface PaidOrder {
  sale: SaleScene
  orderId: string
  orderNo: string
  linkToken: string
  /** What the rail said, as a callback tells it. */
  paid: PaidAtRail
}

/** A buyer who checked out and paid at the rail; nothing has told us yet. */
export async function buildPaidAtRail(
  t: Connected,
  deps: CheckoutDeps,
  wishes: ItemWishes = {},
): Promise<PaidOrder> {
  const sale = await buildSale(t, wishes)
  const { orderNo, linkToken } = await startCheckout(deps, sale.request())
  const outTradeNo = `P${orderNo}`
  await pressCashierButton(t.db, { outTradeNo, button: 'pay' })
  const answer = await deps.rail.queryPayment(outTradeNo)
  if (answer.outcome !== 'answered' || answer.value.transactionId === null) throw new Error('not paid')
  const { amountFen, transactionId } = answer.value
  const { id: orderId } = await t.db
    .selectFrom('orders')
    .select('id')
    .where('no', '=', orderNo)
    .executeTakeFirstOrThrow()
  return { sale, orderId, orderNo, linkToken, paid: { outTradeNo, amountFen, transactionId } }
}

/** An order whose payment is captured: paid, not yet split. */
export async function buildPaidOrder(
  t: Connected,
  deps: CheckoutDeps,
  wishes: ItemWishes = {},
): Promise<PaidOrder> {
  const order = await buildPaidAtRail(t, deps, wishes)
  const captured = await capturePayment(deps, order.paid)
  // Where the product runs it may have asked the rail before us.
  if (captured !== 'sold' && captured !== 'repeated') throw new Error(`captured as ${captured}`)
  return order
}
