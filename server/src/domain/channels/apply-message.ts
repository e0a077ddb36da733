import type { ChannelOutcome } from '@haowu/shared/channel-orders.ts'
import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { followRefund } from '#domain/after-sales/follow-refund.ts'
import { blockOrder, unblockOrder } from '#domain/orders/block-order.ts'
import { refundElsewhere } from '#domain/orders/refund-elsewhere.ts'
import { openContact } from '#domain/orders/seal-contact.ts'
import { type ElsewhereSecrets, sellElsewhere, type SoldElsewhere } from '#domain/orders/sell-elsewhere.ts'
import {
  type AppliedOrder,
  isTold,
  type LockedChannelOrder,
  lockChannelOrder,
  storeApplied,
} from './channel-order-store.ts'
import { findStreamer, type KnownListing, takeListing } from './listing-store.ts'
import { isOutdated, type MessageEnd, type StoredMessage } from './message-store.ts'

const VOID = 80
const UNPAID = 10

/**
 * Makes what we have what a message says of its order. Each message tells the whole order, so the newest alone counts: in
 * whichever order they come, and however often, the end is the same. What the channel says itself counts before what a
 * supplier's program or a streamer's file says, and lets go of what waited for it.
 */
export async function applyMessage(
  trx: Transaction<Database>,
  secrets: ElsewhereSecrets,
  message: StoredMessage,
): Promise<MessageEnd> {
  const order = await lockChannelOrder(trx, message)
  const isFirstWord = isTold(message.source) && !order.isConfirmed
  const isKnown = !isFirstWord && order.version >= message.version
  if (isKnown || (await isOutdated(trx, message))) return { state: 'stale' }
  const streamerId = await findStreamer(trx, message)
  const listing = await takeListing(trx, message, streamerId)
  const doubt = doubtOfStreamer(message, order, streamerId)
  if (doubt) return { state: 'stuck', reason: doubt }
  const sold = await sellOnce(trx, secrets, { message, order, listing, streamerId })
  if ('state' in sold) return sold
  if (order.orderId !== null && order.paidFen !== BigInt(message.body.totalFee))
    return { state: 'stuck', reason: 'amount_changed' }
  const { channelOrderId } = order
  await storeApplied(trx, message, { ...sold, channelOrderId })
  if (sold.orderId === null) return { state: 'done' }
  const block = { orderId: sold.orderId, cause: 'channel_unconfirmed', refId: channelOrderId } as const
  if (isTold(message.source)) await unblockOrder(trx, block)
  else if (!order.isConfirmed) await blockOrder(trx, block)
  const toldFen = returnedOf(message)
  if (toldFen > 0n) await takeReturned(trx, { orderId: sold.orderId, toldFen })
  return { state: 'done' }
}

async function takeReturned(
  trx: Transaction<Database>,
  { orderId, toldFen }: { orderId: string; toldFen: bigint },
): Promise<void> {
  await refundElsewhere(trx, { orderId, toldFen })
  await followRefund(trx, { orderId, said: { side: 'platform', actor: 'channel' } })
}

/**
 * Whoever earns from an order may have told it first, and named himself: before the channel's word lets go of what waits for
 * it, the channel has to name the same streamer. What it has confirmed it need not name again.
 */
function doubtOfStreamer(
  { source }: StoredMessage,
  order: LockedChannelOrder,
  streamerId: string | null,
): 'streamer_unknown' | 'streamer_differs' | null {
  if (!isTold(source) || order.orderId === null || streamerId === order.streamerId) return null
  if (streamerId === null) return order.isConfirmed ? null : 'streamer_unknown'
  return 'streamer_differs'
}

interface Scene {
  message: StoredMessage
  order: LockedChannelOrder
  listing: KnownListing
  streamerId: string | null
}

/** What became of the order here, or why its message waits. */
async function sellOnce(
  trx: Transaction<Database>,
  secrets: ElsewhereSecrets,
  scene: Scene,
): Promise<AppliedOrder | MessageEnd> {
  const { message, order, listing, streamerId } = scene
  const { status, totalFee, refundFee } = message.body
  const place = { streamerId: order.streamerId ?? streamerId, listingId: listing.listingId }
  if (order.orderId !== null) return { ...place, outcome: order.outcome, orderId: order.orderId }
  const isOver = status === VOID || (refundFee > 0 && refundFee === totalFee)
  if (isOver || status === UNPAID) {
    const outcome: ChannelOutcome | null = isOver ? 'nothing' : null
    return { ...place, outcome, orderId: null }
  }
  const sold = await sell(trx, secrets, scene)
  if ('state' in sold) return sold
  if (sold.outcome === 'wait') return { state: 'waiting', until: sold.until }
  if (sold.outcome === 'stuck') return { state: 'stuck', reason: sold.reason }
  return { ...place, ...sold }
}

async function sell(
  trx: Transaction<Database>,
  secrets: ElsewhereSecrets,
  { message, listing, streamerId }: Scene,
): Promise<SoldElsewhere | MessageEnd> {
  const { body, channel, orderNo, messageId, contactSealed } = message
  if (streamerId === null) return { state: 'stuck', reason: 'streamer_unknown' }
  if (listing.itemId === null) return { state: 'unmapped', listingId: listing.listingId }
  if (body.num !== 1) return { state: 'stuck', reason: 'quantity' }
  if (contactSealed === null) return { state: 'stuck', reason: 'contact_missing' }
  if (!(await isOwn(trx, message, listing.itemId))) return { state: 'stuck', reason: 'not_yours' }
  return sellElsewhere(trx, secrets, {
    channel,
    channelNo: orderNo,
    itemId: listing.itemId,
    streamerId,
    grossFen: BigInt(body.totalFee + body.platformSubsidyFee + body.streamerSubsidyFee),
    freightFen: BigInt(body.expressFee),
    contact: openContact(secrets.contact, messageId, contactSealed),
  })
}

/** A supplier's program may tell orders of its own pieces alone, and a streamer's file those of pieces that he held within a month. */
async function isOwn(
  trx: Transaction<Database>,
  { source, partyId }: StoredMessage,
  itemId: string,
): Promise<boolean> {
  if (source !== 'api' && source !== 'file') return true
  const own =
    source === 'api'
      ? sql`SELECT FROM item WHERE id = ${itemId} AND supplier_id = ${partyId}`
      : sql`SELECT FROM live_hold WHERE item_id = ${itemId} AND streamer_id = ${partyId}
          AND created_at > app_now() - interval '31 days' LIMIT 1`
  const { rows } = await own.execute(trx)
  return rows.length > 0
}

/** What went back, in what the channel owes us: with the buyer's last fen also what was added there. */
function returnedOf({ body }: StoredMessage): bigint {
  const { status, totalFee, refundFee, platformSubsidyFee, streamerSubsidyFee } = body
  const isWhole = status === VOID || refundFee === totalFee
  return BigInt(isWhole ? totalFee + platformSubsidyFee + streamerSubsidyFee : refundFee)
}
