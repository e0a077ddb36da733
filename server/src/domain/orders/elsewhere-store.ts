import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import type { Terms } from '#domain/commission/terms.ts'
import type { ElsewhereSale } from './sell-elsewhere.ts'

export interface PieceForSale {
  state: string
  qty: number
  supplierId: string
  reportId: string | null
  isReportPublished: boolean
  holdToken: bigint
  listingGeneration: number
  /** Until when a buyer of ours may pay. */
  payingUntil: Date | null
  /** The hold of the streamer who sold it, while it stands. */
  ownHoldId: string | null
  ownSessionId: string | null
  ownTerms: unknown
  /** Of whoever held it last: what an order carries that comes too late for terms of its own. */
  lastTerms: unknown
}

/** The piece, locked: from here on neither a session nor a buyer moves between our look and our change. */
export async function lockForSale(
  trx: Transaction<Database>,
  { itemId, streamerId }: ElsewhereSale,
): Promise<PieceForSale | undefined> {
  await sql`SELECT FROM item WHERE id = ${itemId} FOR NO KEY UPDATE`.execute(trx)
  const { rows } = await sql<PieceForSale>`
    SELECT item.state, item.qty, item.supplier_id, item.report_id, item.hold_token, item.listing_generation,
      coalesce(report.state = 'published', false) AS is_report_published,
      CASE WHEN item.state = 'checkout_held' AND item.checkout_until > app_now() THEN item.checkout_until END AS paying_until,
      own.id AS own_hold_id, own.session_id AS own_session_id, own.terms AS own_terms,
      (SELECT terms FROM live_hold WHERE live_hold.item_id = item.id ORDER BY created_at DESC, id DESC LIMIT 1) AS last_terms
    FROM item
    LEFT JOIN report ON report.id = item.report_id
    LEFT JOIN live_hold AS own ON own.item_id = item.id AND own.state = 'active' AND own.streamer_id = ${streamerId}
    WHERE item.id = ${itemId}
  `.execute(trx)
  return rows[0]
}

/** The one sale of this piece; the caller has locked it and knows that it may be sold. */
export async function takePiece(
  trx: Transaction<Database>,
  itemId: string,
): Promise<Pick<PieceForSale, 'holdToken' | 'listingGeneration'>> {
  const { rows } = await sql<Pick<PieceForSale, 'holdToken' | 'listingGeneration'>>`
    UPDATE item SET state = 'sold', qty = qty - 1, hold_token = hold_token + 1, updated_at = app_now(), withdrawn_by = NULL,
      checkout_order_id = NULL, checkout_until = NULL, checkout_extended = false, live_hold_id = NULL, live_hold_until = NULL
    WHERE id = ${itemId} AND qty > 0
    RETURNING hold_token, listing_generation
  `.execute(trx)
  const [taken] = rows
  if (!taken) throw new Error(`item ${itemId} was not there any more`)
  return taken
}

export interface NewElsewhereOrder {
  orderId: string
  orderNo: string
  sale: ElsewhereSale
  piece: PieceForSale
  terms: Terms
  isGone: boolean
  sessionId: string
  holdId: string
  linkTokenHash: Buffer
  contact: { sealed: Buffer; nameMasked: string; phoneMasked: string }
  buyerHash: Buffer
}

/** Order, contact, payment and, unless the piece was gone, its sale. */
export async function insertElsewhereOrder(
  trx: Transaction<Database>,
  order: NewElsewhereOrder,
): Promise<{ orderId: string; paymentId: string }> {
  const { orderId, sale, piece, terms, isGone, contact } = order
  const key = `channel:${sale.channel}:${sale.channelNo}`
  const state = isGone ? 'closed' : 'paid'
  const { rows } = await sql<{ paymentId: string }>`
    WITH placed AS (
      INSERT INTO orders (id, no, item_id, listing_generation, hold_token, supplier_id, streamer_id, agency_id, session_id,
        live_hold_id, report_id, state, list_fen, freight_fen, paid_fen, terms, link_token_hash, idempotency_key, request_hash,
        checkout_until, buyer_hash, paid_at, closed_at)
      VALUES (${orderId}, ${order.orderNo}, ${sale.itemId}, ${piece.listingGeneration}, ${piece.holdToken}, ${piece.supplierId},
        ${sale.streamerId}, ${terms.agencyId}, ${order.sessionId}, ${order.holdId}, ${piece.reportId}, ${state},
        ${sale.grossFen - sale.freightFen}, ${sale.freightFen}, ${sale.grossFen}, ${JSON.stringify(terms)}, ${order.linkTokenHash},
        ${key}, sha256(${key}::bytea), app_now(), ${order.buyerHash},
        CASE WHEN ${isGone} THEN NULL ELSE app_now() END, CASE WHEN ${isGone} THEN app_now() END)
      RETURNING id
    ), contact AS (
      INSERT INTO buyer_contact (order_id, sealed, region, name_masked, phone_masked)
      SELECT id, ${contact.sealed}, ${sale.contact.region}, ${contact.nameMasked}, ${contact.phoneMasked} FROM placed
    ), payment AS (
      INSERT INTO payment (order_id, purpose, out_trade_no, amount_fen, state, rail_transaction_id, succeeded_at, via)
      SELECT id, 'order', ${`K${sale.channelNo}`}, ${sale.grossFen}, 'succeeded', ${sale.channelNo}, app_now(), ${sale.channel}
      FROM placed RETURNING id
    )
    SELECT payment.id AS payment_id FROM payment
  `.execute(trx)
  if (!isGone)
    await trx
      .insertInto('sale')
      .values({
        itemId: sale.itemId,
        listingGeneration: piece.listingGeneration,
        orderId,
        holdToken: piece.holdToken,
      })
      .execute()
  const [written] = rows
  if (!written) throw new Error('an order was not placed')
  return { orderId, paymentId: written.paymentId }
}
