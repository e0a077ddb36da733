import { CHANNEL_OUTCOMES, channelOrderBody } from '@haowu/shared/channel-orders.ts'
import { ORDER_STATES } from '@haowu/shared/orders.ts'
import { z } from 'zod'
import { type ChannelOrderRow, listChannelOrders } from '#domain/channels/list-channel-orders.ts'
import { receiveOrders } from '#domain/channels/receive-orders.ts'
import { none, operation, type Operation } from './operation.ts'

const MOST_ORDERS = 100
/** As the channel itself ends its pages. */
const NO_MORE = 'nomore'

const told = z.strictObject({
  oid: z.string(),
  itemId: z.string(),
  skuId: z.string(),
  itemTitle: z.string(),
  status: z.int(),
  totalFee: z.int(),
  refundFee: z.int(),
  outcome: z.enum(CHANNEL_OUTCOMES).nullable(),
  orderNo: z.string().nullable(),
  orderState: z.enum(ORDER_STATES).nullable(),
  confirmed: z.boolean(),
  updateTime: z.int(),
})

export const channelOperations: Operation[] = [
  operation({
    id: 'tellChannelOrders',
    method: 'post',
    path: '/channel-orders',
    summary:
      'Tell up to 100 orders of other rooms, amounts in fen. Twice is once; the newest updateTime of an order counts',
    params: none,
    query: none,
    body: z.strictObject({ orders: z.array(channelOrderBody).min(1).max(MOST_ORDERS) }),
    answers: {
      202: {
        says: 'Kept, and worked on from now on. Nothing of such an order is paid out before the channel itself has told it.',
        body: z.strictObject({ fresh: z.int(), known: z.int() }),
      },
    },
    async run({ deps, holder: { supplierId }, body }) {
      const orders = body.orders.map(order => ({ order }))
      const from = { source: 'api', partyId: supplierId } as const
      return { status: 202, body: await receiveOrders(deps, { channel: 'kuaishou', orders, from }) }
    },
  }),
  operation({
    id: 'listChannelOrders',
    method: 'get',
    path: '/channel-orders',
    summary: 'Your orders of other rooms, newest first, page by page',
    params: none,
    query: z.strictObject({
      cursor: z.union([z.uuid().toLowerCase(), z.literal('')]).default(''),
      pageSize: z.coerce.number().int().min(1).max(100).default(50),
    }),
    body: null,
    answers: {
      200: {
        says: 'One page; the cursor of the last one is `nomore`.',
        body: z.strictObject({ orders: z.array(told), cursor: z.string() }),
      },
    },
    async run({ deps, holder: { supplierId }, query: { cursor, pageSize } }) {
      const rows = await listChannelOrders(deps.db, {
        scope: { supplierId },
        limit: pageSize,
        ...(cursor !== '' && { cursor }),
      })
      const page = rows.slice(0, pageSize)
      const next = rows.length > pageSize ? page.at(-1)?.channelOrderId : undefined
      return { status: 200, body: { orders: page.map(toTold), cursor: next ?? NO_MORE } }
    },
  }),
]

function toTold(row: ChannelOrderRow) {
  return {
    oid: row.channelNo,
    itemId: row.goodsNo,
    skuId: row.skuNo,
    itemTitle: row.title,
    status: row.status,
    totalFee: Number(row.paidFen),
    refundFee: Number(row.refundedFen),
    outcome: row.outcome,
    orderNo: row.orderNo,
    orderState: row.orderState,
    confirmed: row.isConfirmed,
    updateTime: row.toldAt.getTime(),
  }
}
