import { REFUSALS } from '@haowu/shared/carriers.ts'
import { toFenText } from '@haowu/shared/money.ts'
import { ORDER_STATES, shipOrderInput, shipPromiseInput } from '@haowu/shared/orders.ts'
import { z } from 'zod'
import type { Db } from '#db/database.ts'
import { refundByOperator } from '#domain/after-sales/refund-by-operator.ts'
import { previewRefusal } from '#domain/cases/preview-refusal.ts'
import { promiseShipping, readShipPromise } from '#domain/catalog/ship-promise.ts'
import { acceptOrder } from '#domain/orders/accept-order.ts'
import { answerWish } from '#domain/orders/answer-wish.ts'
import { listOrders, type OrderRow, type OrderScope } from '#domain/orders/list-orders.ts'
import { readOrder } from '#domain/orders/read-order.ts'
import { readShippingAddress } from '#domain/orders/read-shipping-address.ts'
import { refuseOrder } from '#domain/orders/refuse-order.ts'
import { shipOrder } from '#domain/orders/ship-order.ts'
import { procedure, router } from './trpc.ts'

const bySupplier = procedure({ roles: ['supplier'], tenant: 'supplier' })
const byStreamer = procedure({ roles: ['streamer'], tenant: 'streamer' })
const byOperator = procedure({ roles: ['operator'], tenant: 'platform' })

const oneOrder = z.strictObject({ orderId: z.uuid().toLowerCase() })

/** Filters of every list of orders; cursors are opaque. */
export const orderListInput = z.strictObject({
  states: z.array(z.enum(ORDER_STATES)).min(1).max(ORDER_STATES.length).optional(),
  search: z.string().trim().max(100).optional(),
  /** What has to be shipped first, instead of what was sold last. */
  sort: z.enum(['newest', 'due']).default('newest'),
  /** Whose buyers wait for an answer to their wish to cancel. */
  cancelling: z.boolean().default(false),
  cursor: z.string().min(1).max(200).optional(),
  limit: z.int().min(1).max(100).default(50),
})

/** A page of orders as it crosses the wire. */
export async function orderPage(db: Db, query: z.output<typeof orderListInput> & { scope: OrderScope }) {
  const { rows, nextCursor } = await listOrders(db, query)
  return { rows: rows.map(toWire), nextCursor }
}

function toWire<Row extends OrderRow>({ paidFen, ...row }: Row) {
  return { ...row, paidFen: toFenText(paidFen) }
}

export const ordersRouter = router({
  listForSupplier: bySupplier
    .input(orderListInput)
    .query(({ ctx, input }) => orderPage(ctx.db, { ...input, scope: { supplierId: ctx.actor.partyId } })),

  listForStreamer: byStreamer
    .input(orderListInput)
    .query(({ ctx, input }) => orderPage(ctx.db, { ...input, scope: { streamerId: ctx.actor.partyId } })),

  getForSupplier: bySupplier.input(oneOrder).query(async ({ ctx, input }) => {
    const scope = { supplierId: ctx.actor.partyId }
    const { listFen, ...order } = await readOrder(ctx.db, { scope, orderId: input.orderId })
    return { ...toWire(order), listFen: toFenText(listFen) }
  }),

  /** A mutation, because each opening of an address is logged. */
  openAddress: bySupplier.input(oneOrder).mutation(({ ctx, input }) => {
    const { partyId, userId } = ctx.actor
    return readShippingAddress(ctx, { supplierId: partyId, orderId: input.orderId, actor: `user:${userId}` })
  }),

  /** How soon parcels leave: what the supplier promises, and the rule for all. */
  shipPromise: bySupplier.query(({ ctx }) => readShipPromise(ctx.db, { supplierId: ctx.actor.partyId })),

  promiseShipping: bySupplier
    .input(shipPromiseInput)
    .mutation(({ ctx, input }) => promiseShipping(ctx, { ...input, supplierId: ctx.actor.partyId })),

  accept: bySupplier
    .input(oneOrder)
    .mutation(({ ctx, input }) => acceptOrder(ctx, { ...input, supplierId: ctx.actor.partyId })),

  ship: bySupplier.input(shipOrderInput).mutation(async ({ ctx, input }) => {
    await shipOrder(ctx, { ...input, supplierId: ctx.actor.partyId })
    return { orderId: input.orderId, state: 'shipped' as const }
  }),

  /** What it costs not to deliver, before the supplier says that he does not; null where it costs nothing. */
  refusalCost: bySupplier.input(oneOrder).query(async ({ ctx, input }) => {
    const cost = await previewRefusal(ctx.db, { ...input, supplierId: ctx.actor.partyId })
    return cost && { ...cost, amountFen: toFenText(cost.amountFen) }
  }),

  /** The supplier cannot deliver what was sold: the buyer gets everything back. */
  cancel: bySupplier.input(oneOrder.extend({ reason: z.enum(REFUSALS) })).mutation(({ ctx, input }) =>
    refuseOrder(ctx, {
      ...input,
      supplierId: ctx.actor.partyId,
      requestedBy: `user:${ctx.actor.userId}`,
    }),
  ),

  answerWish: bySupplier.input(oneOrder.extend({ agree: z.boolean() })).mutation(async ({ ctx, input }) => {
    await answerWish(ctx, { ...input, supplierId: ctx.actor.partyId, actor: `user:${ctx.actor.userId}` })
    return { answered: true }
  }),

  /** All that is left goes back to the buyer; large sums are decided as a case, where a second person agrees. */
  refund: byOperator
    .input(oneOrder)
    .mutation(({ ctx, input }) => refundByOperator(ctx, { ...input, actor: `user:${ctx.actor.userId}` })),
})
