import { type Expression, sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import type { OrderState } from '@haowu/shared/orders.ts'
import type { CheckoutHoldTaken } from '#domain/catalog/hold-for-checkout.ts'
import type { NextState } from './order.ts'
import type { PaymentToOpen } from './payment-store.ts'

export interface PlacedOrder {
  orderId: string
  orderNo: string
  requestHash: Buffer
  checkoutUntil: Date
  /** As it was placed a moment ago; an order of before has to be looked up, because it may have moved on. */
  payment?: PaymentToOpen
}

export async function findOrderByKey(db: Db, idempotencyKey: string): Promise<PlacedOrder | undefined> {
  return db
    .selectFrom('orders')
    .select(['id as orderId', 'no as orderNo', 'requestHash', 'checkoutUntil'])
    .where('idempotencyKey', '=', idempotencyKey)
    .executeTakeFirst()
}

export interface NewOrder {
  orderId: string
  orderNo: string
  itemId: string
  liveHoldId: string
  hold: CheckoutHoldTaken
  linkTokenHash: Buffer
  idempotencyKey: string
  requestHash: Buffer
  contact: { sealed: Buffer; region: string; nameMasked: string; phoneMasked: string }
  buyerHash: Buffer
}

/**
 * Order, contact and payment in one statement; parties and terms are copied from the live hold as it stands, the price from
 * its slot, where the streamer changed it, or the item.
 */
export async function insertOrder(
  trx: Transaction<Database>,
  order: NewOrder,
): Promise<PlacedOrder & { payment: PaymentToOpen }> {
  const { hold, contact } = order
  const { rows } = await sql<Placed>`
    WITH placed AS (
      INSERT INTO orders (id, no, item_id, listing_generation, hold_token, supplier_id, streamer_id, agency_id, session_id,
        live_hold_id, report_id, state, list_fen, paid_fen, terms, link_token_hash, idempotency_key, request_hash, checkout_until,
        buyer_hash)
      SELECT ${order.orderId}, ${order.orderNo}, item.id, ${hold.listingGeneration}, ${hold.holdToken}, item.supplier_id,
        live_hold.streamer_id, (live_hold.terms ->> 'agencyId')::uuid, live_hold.session_id, live_hold.id, ${hold.reportId},
        'checkout', price.fen, price.fen, live_hold.terms, ${order.linkTokenHash}, ${order.idempotencyKey},
        ${order.requestHash}, ${hold.checkoutUntil}, ${order.buyerHash}
      FROM item JOIN live_hold ON live_hold.id = ${order.liveHoldId}
        LEFT JOIN slot ON slot.hold_id = live_hold.id
        CROSS JOIN LATERAL (SELECT coalesce(slot.price_fen, item.price_fen) AS fen) AS price
      WHERE item.id = ${order.itemId}
      RETURNING id, no, request_hash, checkout_until, paid_fen
    ), contact AS (
      INSERT INTO buyer_contact (order_id, sealed, region, name_masked, phone_masked)
      SELECT id, ${contact.sealed}, ${contact.region}, ${contact.nameMasked}, ${contact.phoneMasked} FROM placed
    ), payment AS (
      INSERT INTO payment (order_id, purpose, out_trade_no, amount_fen)
      SELECT id, 'order', 'P' || no, paid_fen FROM placed
      RETURNING out_trade_no, amount_fen
    )
    SELECT placed.id AS order_id, no AS order_no, request_hash, placed.checkout_until, out_trade_no, amount_fen, item.title
    FROM placed CROSS JOIN payment JOIN item ON item.id = ${order.itemId}
  `.execute(trx)
  const [placed] = rows
  if (!placed) throw new Error('an order was not placed')
  const { orderId, orderNo, requestHash, checkoutUntil, ...rest } = placed
  const payment = { ...rest, checkoutUntil, payUrl: null, state: 'checkout' }
  return { orderId, orderNo, requestHash, checkoutUntil, payment }
}

interface Placed extends PlacedOrder {
  outTradeNo: string
  amountFen: bigint
  title: string
}

export interface LockedOrder {
  orderId: string
  orderNo: string
  state: string
  itemId: string
  holdToken: bigint
  liveHoldId: string
  sessionId: string | null
  supplierId: string
  streamerId: string | null
  paidFen: bigint
  freightFen: bigint
  platformDiscountFen: bigint
  refundedFen: bigint
  refundedFreightFen: bigint
  returnedDiscountFen: bigint
  isSplit: boolean
  /** Shanghai days since the parcel was received; 0 before. */
  daysSinceReceipt: number
}

/**
 * Locks the order first, always: whoever changes item, payment, accruals or refunds of an order holds this lock, so
 * that capture, expiry, shipping and refund take turns and never wait in a circle.
 */
export async function lockOrder(
  trx: Transaction<Database>,
  orderId: string,
): Promise<LockedOrder | undefined> {
  return selectOrderToLock(trx).where('orders.id', '=', orderId).forUpdate().executeTakeFirst()
}

/** For whoever finds the order by something else than its id, and adds the lock. */
export function selectOrderToLock(trx: Transaction<Database>) {
  return trx
    .selectFrom('orders')
    .select(['id as orderId', 'no as orderNo', 'state', 'itemId', 'holdToken', 'liveHoldId', 'sessionId'])
    .select(['supplierId', 'streamerId', 'paidFen', 'freightFen', 'platformDiscountFen'])
    .select(['refundedFen', 'refundedFreightFen', 'returnedDiscountFen'])
    .select([
      sql<boolean>`split_at IS NOT NULL`.as('isSplit'),
      sql<number>`coalesce(business_day(app_now()) - business_day(received_at), 0)`.as('daysSinceReceipt'),
    ])
}

interface Move<From extends OrderState> {
  from: From
  to: NextState<From>
  stamp?: 'paidAt' | 'closedAt'
}

/** Moves an order that is locked or whose state decides; false when it stands elsewhere. */
export async function moveOrder<From extends OrderState>(
  trx: Transaction<Database>,
  { orderId, ...move }: Move<From> & { orderId: string },
): Promise<boolean> {
  return (await moveOrders(trx, { orderIds: [orderId], ...move })) === 1
}

/** Returns how many were moved; those that stand elsewhere stay. */
export async function moveOrders<From extends OrderState>(
  trx: Transaction<Database>,
  move: Move<From> & { orderIds: readonly string[] },
): Promise<number> {
  const stamp: Record<string, Expression<Date>> = move.stamp ? { [move.stamp]: sql<Date>`app_now()` } : {}
  const { numUpdatedRows } = await trx
    .updateTable('orders')
    .set({ state: move.to, ...stamp })
    .where(sql<boolean>`id = ANY(${move.orderIds}::uuid[])`)
    .where('state', '=', move.from)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

/** Writes what refunds have taken of an order that is locked. */
export async function storeRefunded(
  trx: Transaction<Database>,
  {
    orderId,
    amountFen,
    freightFen,
    discountFen,
  }: { orderId: string; amountFen: bigint; freightFen: bigint; discountFen: bigint },
): Promise<void> {
  await trx
    .updateTable('orders')
    .set({
      refundedFen: sql`refunded_fen + ${amountFen}`,
      refundedFreightFen: sql`refunded_freight_fen + ${freightFen}`,
      returnedDiscountFen: sql`returned_discount_fen + ${discountFen}`,
    })
    .where('id', '=', orderId)
    .execute()
}

export async function findOrderByLink(db: Db, linkTokenHash: Buffer): Promise<string | undefined> {
  const row = await db
    .selectFrom('orders')
    .select('id')
    .where('linkTokenHash', '=', linkTokenHash)
    .executeTakeFirst()
  return row?.id
}

export async function storeExtension(
  trx: Transaction<Database>,
  { orderId, minutes }: { orderId: string; minutes: number },
): Promise<{ checkoutUntil: Date; isOver: boolean }> {
  return trx
    .updateTable('orders')
    .set({ checkoutUntil: sql`checkout_until + ${minutes}::int * interval '1 minute'` })
    .where('id', '=', orderId)
    .returning(['checkoutUntil', sql<boolean>`checkout_until <= app_now()`.as('isOver')])
    .executeTakeFirstOrThrow()
}
