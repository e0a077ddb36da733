import { PARCEL_STATES } from '@haowu/shared/carriers.ts'
import { toFenText } from '@haowu/shared/money.ts'
import { CARRIERS, ORDER_STATES, REFUND_STATES } from '@haowu/shared/orders.ts'
import { z } from 'zod'
import type { OrderRow } from '#domain/orders/list-orders.ts'

/** The order that a call is about, by the number that stands on its papers. */
export const byOrderNo = z.strictObject({ orderNo: z.string().min(1).max(40) })

export const pageOfOrders = z.strictObject({
  state: z.enum(ORDER_STATES).optional(),
  /** `due`: what has to be shipped first; with `state=paid` that is the work to do. */
  sort: z.enum(['newest', 'due']).default('newest'),
  cursor: z.string().min(1).max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})

const instant = z.iso.datetime().nullable()

export const toldOrder = z.strictObject({
  orderNo: z.string(),
  state: z.enum(ORDER_STATES),
  sku: z.string(),
  title: z.string(),
  paidFen: z.string(),
  streamer: z.string(),
  /** Masked; what a label needs is opened by a call of its own. */
  buyer: z.strictObject({ name: z.string(), phone: z.string(), region: z.string() }).nullable(),
  parcel: z
    .strictObject({
      carrier: z.enum(CARRIERS),
      trackingNo: z.string(),
      state: z.enum(PARCEL_STATES).nullable(),
    })
    .nullable(),
  refundState: z.enum(REFUND_STATES).nullable(),
  /** Until when to answer a buyer who wants to cancel, to accept, and to ship; null where nothing waits for it. */
  cancelBy: instant,
  acceptBy: instant,
  shipBy: instant,
  paidAt: instant,
  acceptedAt: instant,
  shippedAt: instant,
  deliveredAt: instant,
  receivedAt: instant,
})

export function toToldOrder(order: OrderRow): z.input<typeof toldOrder> {
  const { orderNo, state, title, buyer, refundState, shipment } = order
  const at = (date: Date | null) => date?.toISOString() ?? null
  return {
    orderNo,
    state,
    sku: order.supplierSku,
    title,
    paidFen: toFenText(order.paidFen),
    streamer: order.streamerName,
    buyer,
    parcel: shipment,
    refundState,
    cancelBy: at(order.cancelBy),
    acceptBy: at(order.acceptBy),
    shipBy: at(order.shipBy),
    paidAt: at(order.paidAt),
    acceptedAt: at(order.acceptedAt),
    shippedAt: at(order.shippedAt),
    deliveredAt: at(order.deliveredAt),
    receivedAt: at(order.receivedAt),
  }
}
