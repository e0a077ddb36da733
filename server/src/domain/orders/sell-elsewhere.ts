import { randomInt } from 'node:crypto'
import type { Channel, ChannelStuckReason } from '@haowu/shared/channel-orders.ts'
import type { BuyerContact } from '@haowu/shared/orders.ts'
import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { closeListings } from '#domain/catalog/close-listings.ts'
import { findTerms } from '#domain/commission/explain-terms.ts'
import { splitOrder } from '#domain/commission/split-order.ts'
import { type Terms, termsSchema } from '#domain/commission/terms.ts'
import { channelLatePaymentReceived, channelSaleCaptured } from '#domain/ledger/channel-order-entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { announce } from '#domain/outbox/announce.ts'
import { endHoldsOfItem } from '#domain/picks/end-holds-of-item.ts'
import { insertEndedHold, openElsewhereSession } from '#domain/picks/elsewhere-session.ts'
import { sellLiveHolds } from '#domain/picks/sell-live-holds.ts'
import { insertElsewhereOrder, lockForSale, type PieceForSale, takePiece } from './elsewhere-store.ts'
import { hashLinkToken, linkTokenOf } from './link-token.ts'
import { insertRefund } from './refund-store.ts'
import { hashBuyer, maskContact, sealContact } from './seal-contact.ts'
import { tellRoom } from './tell-room.ts'

export interface ElsewhereSale {
  channel: Channel
  /** The order's number there. */
  channelNo: string
  itemId: string
  streamerId: string
  /** What the channel owes us for it, freight in it. */
  grossFen: bigint
  freightFen: bigint
  contact: BuyerContact
}

export interface ElsewhereSecrets {
  contact: Buffer
  buyer: Buffer
  linkToken: Buffer
}

export type SoldElsewhere =
  | { outcome: 'sold' | 'lost'; orderId: string; supplierId: string }
  /** A buyer of ours is paying at this moment; his minutes are his. */
  | { outcome: 'wait'; until: Date }
  | { outcome: 'stuck'; reason: ChannelStuckReason }

/** In these states the piece is gone, or not with its supplier. */
const GONE: ReadonlySet<string> = new Set(['sold', 'external_sold', 'on_loan', 'returning', 'lost'])
/** In these it was never offered, or an operator has to look first. */
const BARRED: ReadonlySet<string> = new Set(['draft', 'quarantined'])

/**
 * A piece was paid in a room of another platform. It is sold here as if it had been paid in our own: by the terms of the streamer's
 * hold, or those he would get now; whoever else holds it is told that it is gone. When it is gone already, the order is kept as one
 * whose money goes back. Once per order of the channel: a second one meets the unique key.
 */
export async function sellElsewhere(
  trx: Transaction<Database>,
  secrets: ElsewhereSecrets,
  sale: ElsewhereSale,
): Promise<SoldElsewhere> {
  await sql`SELECT pg_advisory_xact_lock(hashtext(${`elsewhere:${sale.streamerId}`}))`.execute(trx)
  const piece = await lockForSale(trx, sale)
  if (!piece) return { outcome: 'stuck', reason: 'not_for_sale' }
  if (piece.payingUntil) return { outcome: 'wait', until: piece.payingUntil }
  const isGone = GONE.has(piece.state) || piece.qty === 0
  if (!isGone && (BARRED.has(piece.state) || piece.reportId === null || !piece.isReportPublished))
    return { outcome: 'stuck', reason: 'not_for_sale' }
  const terms = await termsOf(trx, sale, { piece, isGone })
  if (!terms || piece.reportId === null) return { outcome: 'stuck', reason: 'no_plan' }
  if (!isGone && !canDivide(sale, terms)) return { outcome: 'stuck', reason: 'price' }
  const placed = await place(trx, secrets, { sale, piece, terms, isGone })
  return { outcome: isGone ? 'lost' : 'sold', orderId: placed, supplierId: piece.supplierId }
}

async function termsOf(
  trx: Transaction<Database>,
  { itemId, streamerId }: ElsewhereSale,
  { piece, isGone }: Pick<Placing, 'piece' | 'isGone'>,
): Promise<Terms | null> {
  const stored = piece.ownTerms ?? (isGone ? piece.lastTerms : null)
  return stored ? termsSchema.parse(stored) : findTerms(trx, { itemId, streamerId })
}

/** What nobody could divide later is not taken now. */
function canDivide({ grossFen, freightFen }: ElsewhereSale, terms: Terms): boolean {
  try {
    splitOrder({
      listFen: grossFen - freightFen,
      discounts: { supplierFen: 0n, platformFen: 0n, streamerFen: 0n },
      freightFen,
      terms,
    })
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

interface Placing {
  sale: ElsewhereSale
  piece: PieceForSale
  terms: Terms
  isGone: boolean
}

async function place(
  trx: Transaction<Database>,
  secrets: ElsewhereSecrets,
  placing: Placing,
): Promise<string> {
  const { sale, piece, terms, isGone } = placing
  const { itemId, streamerId, channel } = sale
  const ownHold = isGone ? null : piece.ownHoldId
  if (ownHold !== null) await sellLiveHolds(trx, [ownHold])
  else if (!isGone) await endHoldsOfItem(trx, itemId)
  const taken = isGone ? piece : await takePiece(trx, itemId)
  const session =
    ownHold !== null && piece.ownSessionId !== null
      ? { sessionId: piece.ownSessionId, holdId: ownHold }
      : await openRoom(trx, { streamerId, channel, terms, piece: { ...piece, ...taken }, itemId, isGone })
  const order = await writeOrder(trx, secrets, { ...placing, ...session, piece: { ...piece, ...taken } })
  await closeListings(trx, [itemId])
  if (isGone) await returnMoney(trx, sale, order)
  else await closeSale(trx, sale, order)
  return order.orderId
}

interface OpeningRoom extends Pick<Placing, 'piece' | 'terms' | 'isGone'> {
  streamerId: string
  channel: Channel
  itemId: string
}

/** Sold without a hold: the day's show on that platform is its session, and the hold ended when it began. */
async function openRoom(
  trx: Transaction<Database>,
  { streamerId, channel, terms, piece, itemId, isGone }: OpeningRoom,
): Promise<{ sessionId: string; holdId: string }> {
  const sessionId = await openElsewhereSession(trx, { streamerId, place: channel })
  const { supplierId, holdToken, listingGeneration } = piece
  const facts = { itemId, sessionId, streamerId, supplierId, holdToken, listingGeneration, terms }
  return { sessionId, holdId: await insertEndedHold(trx, facts, isGone ? 'expired' : 'sold') }
}

interface WrittenOrder {
  orderId: string
  paymentId: string
}

async function writeOrder(
  trx: Transaction<Database>,
  secrets: ElsewhereSecrets,
  { sale, piece, terms, isGone, sessionId, holdId }: Placing & { sessionId: string; holdId: string },
): Promise<WrittenOrder> {
  const { contact } = sale
  const { rows } = await sql<{ orderId: string; day: string }>`
    SELECT uuid_v7() AS order_id, to_char(business_day(app_now()), 'YYMMDD') AS day
  `.execute(trx)
  const [first] = rows
  if (!first) throw new Error('the clock gave no answer')
  const { orderId, day } = first
  return insertElsewhereOrder(trx, {
    orderId,
    orderNo: `${day}${randomInt(1e12).toString().padStart(12, '0')}`,
    sale,
    piece,
    terms,
    isGone,
    sessionId,
    holdId,
    linkTokenHash: hashLinkToken(linkTokenOf(secrets.linkToken, orderId)),
    contact: { sealed: sealContact(secrets.contact, orderId, contact), ...maskContact(contact) },
    buyerHash: hashBuyer(secrets.buyer, contact),
  })
}

async function closeSale(
  trx: Transaction<Database>,
  { grossFen }: ElsewhereSale,
  { orderId }: WrittenOrder,
): Promise<void> {
  await announce(trx, 'order_paid', { key: `order:${orderId}:paid`, payload: { orderId } })
  await tellRoom(trx, orderId)
  await postEntries(trx, [channelSaleCaptured({ orderId, grossFen })])
}

/** Two buyers paid for one piece: the later one gets everything back, and finance reads why. */
async function returnMoney(
  trx: Transaction<Database>,
  { channel, channelNo, itemId, grossFen }: ElsewhereSale,
  { orderId, paymentId }: WrittenOrder,
): Promise<void> {
  const refundId = await insertRefund(trx, {
    orderId,
    paymentId,
    amountFen: grossFen,
    reason: 'late_payment',
    requestedBy: 'system',
  })
  await announce(trx, 'payment_to_refund', { key: `refund:${refundId}:requested`, payload: { refundId } })
  await recordAct(trx, {
    actor: 'channel',
    action: 'channel_order_lost',
    subjectType: 'order',
    subjectId: orderId,
    facts: { channel, channelNo, itemId, refundId },
  })
  await postEntries(trx, [channelLatePaymentReceived({ paymentId, amountFen: grossFen })])
}
