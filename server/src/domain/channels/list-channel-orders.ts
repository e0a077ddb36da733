import type { ChannelOutcome } from '@haowu/shared/channel-orders.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'

export interface ChannelOrderRow {
  channelOrderId: string
  channelNo: string
  goodsNo: string
  skuNo: string
  title: string
  status: number
  paidFen: bigint
  refundedFen: bigint
  outcome: ChannelOutcome | null
  orderNo: string | null
  orderState: string | null
  isConfirmed: boolean
  /** When the channel changed it last, by its own clock; `updatedAt` is when we heard of it. */
  toldAt: Date
  updatedAt: Date
}

export type ChannelOrderScope = { supplierId: string } | { streamerId: string }

/** Orders of other rooms that were applied, newest first, one more than `limit`. */
export async function listChannelOrders(
  db: Db,
  { scope, cursor, limit }: { scope: ChannelOrderScope; cursor?: string | undefined; limit: number },
): Promise<ChannelOrderRow[]> {
  const own =
    'supplierId' in scope
      ? sql`told.supplier_id = ${scope.supplierId}`
      : sql`told.streamer_id = ${scope.streamerId}`
  const after = cursor === undefined ? sql`true` : sql`told.id < ${cursor}`
  const { rows } = await sql<ChannelOrderRow>`
    SELECT told.id AS channel_order_id, told.order_no AS channel_no, listing.goods_no, listing.sku_no, listing.title, told.status,
      told.paid_fen, told.refunded_fen, told.outcome, orders.no AS order_no, orders.state AS order_state,
      told.confirmed_at IS NOT NULL AS is_confirmed, to_timestamp(told.version / 1000.0) AS told_at, told.updated_at
    FROM channel_order AS told
    JOIN channel_listing AS listing ON listing.id = told.listing_id
    LEFT JOIN orders ON orders.id = told.order_id
    WHERE ${own} AND told.version > 0 AND ${after}
    ORDER BY told.id DESC LIMIT ${limit + 1}
  `.execute(db)
  return rows
}

/** Orders of a streamer that are told and not yet applied, with why. */
export async function countWaiting(
  db: Db,
  { streamerId }: { streamerId: string },
): Promise<{ unmapped: number; stuck: number }> {
  const { rows } = await sql<{ unmapped: number; stuck: number }>`
    SELECT count(DISTINCT message.order_no) FILTER (WHERE message.state = 'unmapped')::int AS unmapped,
      count(DISTINCT message.order_no) FILTER (WHERE message.state = 'stuck')::int AS stuck
    FROM channel_message AS message
    LEFT JOIN channel_account AS account ON account.channel = message.channel AND account.account_no = message.body ->> 'distributorId'
    WHERE message.state IN ('unmapped', 'stuck') AND coalesce(message.party_id, account.streamer_id) = ${streamerId}
  `.execute(db)
  return rows[0] ?? { unmapped: 0, stuck: 0 }
}
