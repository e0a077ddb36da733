import type { ParcelState } from '@haowu/shared/carriers.ts'
import type { Carrier, RefundState } from '@haowu/shared/orders.ts'
import { type OrderState, ORDER_STATES } from '@haowu/shared/orders.ts'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Db } from '#db/database.ts'
import { shipHours } from '#domain/catalog/ship-promise.ts'
import { keysetCursor } from '#domain/keyset-cursor.ts'

/** A place in one order is none in the other. */
const CURSORS = {
  newest: keysetCursor(z.string().regex(/^sold:[0-9a-f-]{36}$/)),
  due: keysetCursor(z.string().regex(/^due:[0-9a-f-]{36}$/)),
}
const PREFIX = { newest: 'sold:', due: 'due:' } as const

/** Whose orders: one supplier's, one streamer's, or everybody's for the platform. */
export type OrderScope = { supplierId: string } | { streamerId: string } | 'platform'

export interface OrderQuery {
  scope: OrderScope
  states?: OrderState[] | undefined
  /** The start of an order number, or part of a title. */
  search?: string | undefined
  /** `due`: what was paid first stands first, because its time runs out first. */
  sort?: 'newest' | 'due' | undefined
  /** Only those whose buyers wait for an answer to their wish to cancel. */
  cancelling?: boolean | undefined
  cursor?: string | undefined
  limit: number
}

export interface OrderRow {
  orderId: string
  orderNo: string
  state: OrderState
  itemId: string
  title: string
  supplierSku: string
  supplierName: string
  streamerName: string
  paidFen: bigint
  /** Masked, and only for those who ship or answer for it; null in a streamer's list. */
  buyer: { name: string; phone: string; region: string } | null
  /** In a streamer's list the number's end only. */
  shipment: { carrier: Carrier; trackingNo: string; state: ParcelState | null } | null
  refundState: RefundState | null
  createdAt: Date
  paidAt: Date | null
  acceptedAt: Date | null
  /** Until when the supplier answers a buyer who wants to cancel, while he waits. */
  cancelBy: Date | null
  /** When this was read, by the clock that decides; a browser's own may be off, or moved in a demo. */
  readAt: Date
  /** Until when to accept and to ship, while it is neither; null afterwards. */
  acceptBy: Date | null
  shipBy: Date | null
  shippedAt: Date | null
  deliveredAt: Date | null
  receivedAt: Date | null
  maturesAt: Date | null
  settledAt: Date | null
}

/** Newest first, without checkouts that nobody has paid yet unless they are asked for. A cursor of another list is `bad_request`. */
export async function listOrders(
  db: Db,
  { scope, states = PAID_STATES, search, sort = 'newest', cancelling, cursor, limit }: OrderQuery,
): Promise<{ rows: OrderRow[]; nextCursor: string | null }> {
  const after = cursor === undefined ? undefined : CURSORS[sort].decode(cursor)
  const afterId = after?.id.slice(PREFIX[sort].length) ?? null
  const found = await ordersWithin(db, scope)
    .$if(states.length > 0, query => query.where('orders.state', 'in', states))
    .$if(after !== undefined, query =>
      query.where(
        sort === 'due'
          ? sql<boolean>`(orders.paid_at, orders.id) > (${after?.at ?? null}::timestamptz, ${afterId}::uuid)`
          : sql<boolean>`(orders.created_at, orders.id) < (${after?.at ?? null}::timestamptz, ${afterId}::uuid)`,
      ),
    )
    .$if(cancelling === true, query => query.where('cancelWish.dueAt', 'is not', null))
    .$if(search !== undefined && search !== '', query =>
      query.where(words =>
        words.or([
          words('orders.no', 'like', `${escapeLike(search ?? '')}%`),
          words('item.title', 'ilike', `%${escapeLike(search ?? '')}%`),
        ]),
      ),
    )
    .orderBy(sort === 'due' ? 'orders.paidAt' : 'orders.createdAt', sort === 'due' ? 'asc' : 'desc')
    .orderBy('orders.id', sort === 'due' ? 'asc' : 'desc')
    .limit(limit + 1)
    .execute()
  const page = found.slice(0, limit)
  const last = found.length > limit ? page.at(-1) : undefined
  return {
    rows: page.map(row => toOrderRow(row, { withBuyer: maySeeBuyer(scope) })),
    nextCursor: last
      ? CURSORS[sort].encode({
          at: sort === 'due' ? last.paidAtText : last.createdAtText,
          id: `${PREFIX[sort]}${last.orderId}`,
        })
      : null,
  }
}

/** One order with the same columns, or undefined when it is not within the scope. */
export async function findOrder(
  db: Db,
  { scope, orderId }: { scope: OrderScope; orderId: string },
): Promise<OrderRow | undefined> {
  const row = await ordersWithin(db, scope).where('orders.id', '=', orderId).executeTakeFirst()
  return row && toOrderRow(row, { withBuyer: maySeeBuyer(scope) })
}

const PAID_STATES = ORDER_STATES.filter(state => state !== 'checkout' && state !== 'closed')

function maySeeBuyer(scope: OrderScope): boolean {
  return scope === 'platform' || 'supplierId' in scope
}

function ordersWithin(db: Db, scope: OrderScope) {
  return db
    .selectFrom('orders')
    .innerJoin('item', 'item.id', 'orders.itemId')
    .innerJoin('party as supplier', 'supplier.id', 'orders.supplierId')
    .innerJoin('party as streamer', 'streamer.id', 'orders.streamerId')
    .innerJoin('buyerContact', 'buyerContact.orderId', 'orders.id')
    .leftJoin('shipment', 'shipment.orderId', 'orders.id')
    .leftJoin('cancelWish', join =>
      join.onRef('cancelWish.orderId', '=', 'orders.id').on('cancelWish.answer', 'is', null),
    )
    .select([
      'orders.id as orderId',
      'orders.no as orderNo',
      'orders.itemId',
      'item.title',
      'item.supplierSku',
    ])
    .select(['supplier.name as supplierName', 'streamer.name as streamerName', 'orders.paidFen'])
    .select(['buyerContact.nameMasked', 'buyerContact.phoneMasked', 'buyerContact.region'])
    .select(['shipment.trackingNo', 'orders.createdAt', 'orders.paidAt', 'orders.shippedAt'])
    .select(['orders.receivedAt', 'orders.maturesAt', 'orders.settledAt'])
    .select(sql<OrderState>`orders.state`.as('state'))
    .select(sql<string>`orders.created_at::text`.as('createdAtText'))
    .select(sql<string>`coalesce(orders.paid_at, orders.created_at)::text`.as('paidAtText'))
    .select(['orders.acceptedAt', 'orders.deliveredAt', 'cancelWish.dueAt as cancelBy'])
    .select(sql<Carrier | null>`shipment.carrier`.as('carrier'))
    .select(sql<ParcelState | null>`shipment.parcel_state`.as('parcelState'))
    .select(sql<Date>`app_now()`.as('readAt'))
    .select([acceptBy, shipBy])
    .select(lastRefundState)
    .where(order =>
      scope === 'platform'
        ? order.lit(true)
        : 'supplierId' in scope
          ? order('orders.supplierId', '=', scope.supplierId)
          : order('orders.streamerId', '=', scope.streamerId),
    )
}

/** Until when a paid order is to be accepted: the hours of the tier frozen on it, else of all. */
const acceptBy = sql<Date | null>`(
  SELECT orders.paid_at + (value ->> 'hours')::int * interval '1 hour' FROM rule
  WHERE orders.state = 'paid' AND orders.accepted_at IS NULL AND code = 'accept_deadline'
    AND scope IN ('*', orders.terms ->> 'settlementTier') AND effective_from <= app_now()
  ORDER BY scope = '*', effective_from DESC LIMIT 1
)`.as('acceptBy')
/** Until when it is to be shipped: by the supplier's promise of that time or the rule for all, as late parcels are found. */
const shipBy = sql<Date | null>`(CASE WHEN orders.state = 'paid' THEN
  orders.paid_at + ${shipHours(sql`orders.supplier_id`, sql`orders.paid_at`)} * interval '1 hour'
END)`.as('shipBy')

const lastRefundState = sql<RefundState | null>`(
  SELECT refund.state FROM refund WHERE refund.order_id = orders.id ORDER BY refund.created_at DESC LIMIT 1
)`.as('refundState')

/** Whoever has the whole number can ask its carrier where the buyer lives. */
function lastOf(trackingNo: string): string {
  return `…${trackingNo.slice(-4)}`
}

type StoredRow = Awaited<ReturnType<ReturnType<typeof ordersWithin>['executeTakeFirstOrThrow']>>

function toOrderRow(row: StoredRow, { withBuyer }: { withBuyer: boolean }): OrderRow {
  const {
    nameMasked,
    phoneMasked,
    region,
    carrier,
    trackingNo,
    parcelState,
    createdAtText: _,
    paidAtText: _paid,
    ...rest
  } = row
  return {
    ...rest,
    buyer: withBuyer ? { name: nameMasked, phone: phoneMasked, region } : null,
    shipment:
      carrier !== null && trackingNo !== null
        ? { carrier, trackingNo: withBuyer ? trackingNo : lastOf(trackingNo), state: parcelState }
        : null,
  }
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, character => `\\${character}`)
}
