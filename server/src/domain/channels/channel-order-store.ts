import type { Channel, ChannelOutcome } from '@haowu/shared/channel-orders.ts'
import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import type { StoredMessage } from './message-store.ts'

export interface LockedChannelOrder {
  channelOrderId: string
  version: bigint
  paidFen: bigint | null
  orderId: string | null
  outcome: ChannelOutcome | null
  streamerId: string | null
  isConfirmed: boolean
}

/** The order's own row, made when it was never told before: all messages of one order take turns behind its lock. */
export async function lockChannelOrder(
  trx: Transaction<Database>,
  { channel, orderNo }: { channel: Channel; orderNo: string },
): Promise<LockedChannelOrder> {
  await trx
    .insertInto('channelOrder')
    .values({ channel, orderNo })
    .onConflict(conflict => conflict.columns(['channel', 'orderNo']).doNothing())
    .execute()
  const row = await trx
    .selectFrom('channelOrder')
    .select(['id as channelOrderId', 'version', 'paidFen', 'orderId', 'outcome', 'streamerId'])
    .select(sql<boolean>`confirmed_at IS NOT NULL`.as('isConfirmed'))
    .where('channel', '=', channel)
    .where('orderNo', '=', orderNo)
    .forUpdate()
    .executeTakeFirstOrThrow()
  return { ...row, outcome: row.outcome as ChannelOutcome | null }
}

export interface AppliedOrder {
  outcome: ChannelOutcome | null
  orderId: string | null
  supplierId?: string
  streamerId: string | null
  listingId: string
}

/** What the newest message made of it. */
export async function storeApplied(
  trx: Transaction<Database>,
  { body, version, source }: StoredMessage,
  { channelOrderId, ...applied }: AppliedOrder & { channelOrderId: string },
): Promise<void> {
  await trx
    .updateTable('channelOrder')
    .set({
      ...applied,
      version,
      status: body.status,
      paidFen: BigInt(body.totalFee),
      refundedFen: BigInt(body.refundFee),
      updatedAt: sql<Date>`app_now()`,
      ...(isTold(source) && { confirmedAt: sql<Date>`coalesce(confirmed_at, app_now())` }),
    })
    .where('id', '=', channelOrderId)
    .execute()
}

/** By the channel itself, and not only by one of those who earn from it. */
export function isTold(source: StoredMessage['source']): boolean {
  return source === 'push' || source === 'pull'
}
