import type { OrderState, RefundState } from '@haowu/shared/orders.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { type CancelWish, findWish } from './cancel-wish.ts'
import { hashLinkToken } from './link-token.ts'
import { readParcelWay, type WayPoint } from './read-parcel-way.ts'

export interface BuyerOrder {
  orderNo: string
  state: OrderState
  title: string
  grade: string
  /** Of the version that was sold with this order, whatever was published since. */
  reportCode: string
  reportVersion: number
  reportState: 'published' | 'superseded' | 'revoked'
  reportKind: string
  roomCode: string
  paidFen: bigint
  buyer: { name: string; phone: string; region: string }
  /** Only while there is something to pay. */
  payUrl: string | null
  checkoutUntil: Date
  shipment: { carrier: string; trackingNo: string } | null
  way: WayPoint[]
  cancelWish: CancelWish | null
  refund: { state: RefundState; amountFen: bigint; reason: string } | null
  paidAt: Date | null
  shippedAt: Date | null
  receivedAt: Date | null
}

/** What the holder of the link may see; his own name and phone stay masked, because links get forwarded. Throws `not_found`. */
export async function readBuyerOrder(db: Db, { linkToken }: { linkToken: string }): Promise<BuyerOrder> {
  const row = await db
    .selectFrom('orders')
    .innerJoin('item', 'item.id', 'orders.itemId')
    .innerJoin('report', 'report.id', 'orders.reportId')
    .innerJoin('liveSession', 'liveSession.id', 'orders.sessionId')
    .innerJoin('buyerContact', 'buyerContact.orderId', 'orders.id')
    .innerJoin('payment', 'payment.orderId', 'orders.id')
    .leftJoin('shipment', 'shipment.orderId', 'orders.id')
    .leftJoin('refund', 'refund.orderId', 'orders.id')
    .select([
      'orders.id as orderId',
      'orders.no as orderNo',
      'item.title',
      'report.grade',
      'report.code as reportCode',
      'report.version as reportVersion',
      'orders.paidFen',
    ])
    .select(['report.kind as reportKind', 'liveSession.roomCode', 'orders.checkoutUntil', 'payment.payUrl'])
    .select(['buyerContact.nameMasked', 'buyerContact.phoneMasked', 'buyerContact.region'])
    .select([
      'shipment.carrier',
      'shipment.trackingNo',
      'orders.paidAt',
      'orders.shippedAt',
      'orders.receivedAt',
    ])
    .select(['refund.amountFen as refundFen', 'refund.reason as refundReason'])
    .select([
      sql<OrderState>`orders.state`.as('state'),
      sql<RefundState | null>`refund.state`.as('refundState'),
      sql<BuyerOrder['reportState']>`report.state`.as('reportState'),
    ])
    .where('orders.linkTokenHash', '=', hashLinkToken(linkToken))
    .orderBy('refund.createdAt', 'desc')
    .executeTakeFirst()
  if (!row) throw new DomainError('not_found')
  const { orderId, ...told } = row
  const [way, cancelWish] = [await readParcelWay(db, { orderId }), await findWish(db, orderId)]
  return { ...toBuyerOrder(told), way, cancelWish }
}

type StoredOrder = Omit<BuyerOrder, 'buyer' | 'shipment' | 'way' | 'cancelWish' | 'refund'> & {
  nameMasked: string
  phoneMasked: string
  region: string
  carrier: string | null
  trackingNo: string | null
  refundFen: bigint | null
  refundReason: string | null
  refundState: RefundState | null
}

function toBuyerOrder(row: StoredOrder): Omit<BuyerOrder, 'way' | 'cancelWish'> {
  const {
    nameMasked,
    phoneMasked,
    region,
    carrier,
    trackingNo,
    refundFen,
    refundReason,
    refundState,
    ...rest
  } = row
  return {
    ...rest,
    payUrl: row.state === 'checkout' ? row.payUrl : null,
    buyer: { name: nameMasked, phone: phoneMasked, region },
    shipment: carrier !== null && trackingNo !== null ? { carrier, trackingNo } : null,
    refund:
      refundState !== null && refundFen !== null && refundReason !== null
        ? { state: refundState, amountFen: refundFen, reason: refundReason }
        : null,
  }
}
