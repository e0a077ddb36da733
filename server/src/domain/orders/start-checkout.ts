import { createHash, randomInt } from 'node:crypto'
import type { Fen } from '@haowu/shared/money.ts'
import type { BuyerContact } from '@haowu/shared/orders.ts'
import type pg from 'pg'
import type { Db } from '#db/database.ts'
import { keepPlans } from '#db/keep-plans.ts'
import { holdForCheckout } from '#domain/catalog/hold-for-checkout.ts'
import { DomainError } from '#domain/domain-error.ts'
import { refuseForged } from '#domain/inspection/refuse-forged.ts'
import type { FeedHttp } from '#gateways/feed-http.ts'
import type { PaymentRail } from '#gateways/payment-rail.ts'
import { hashLinkToken, linkTokenOf } from './link-token.ts'
import { type Glance, glanceAtItem } from './glance-at-items.ts'
import { findOffer, type Offer } from './offer-store.ts'
import { findOrderByKey, insertOrder, type PlacedOrder } from './order-store.ts'
import { openPayment } from './open-payment.ts'
import { refuseUnconfirmed } from './refuse-unconfirmed.ts'
import { hashBuyer, maskContact, sealContact } from './seal-contact.ts'
import { tellBeingPaid } from './tell-room.ts'
import { someoneTaking, takeTurn } from './take-turn.ts'

export interface StartCheckout {
  roomCode: string
  itemId: string
  /** What the buyer saw; another price now is refused with `price_changed {priceFen}`. */
  priceFen: Fen
  contact: BuyerContact
  /** The same key with the same request answers the same order again; with another, `idempotency_conflict`. */
  idempotencyKey: string
}

export interface CheckoutDeps {
  db: Db
  pool: pg.Pool
  rail: PaymentRail
  feedHttp: FeedHttp
  secrets: { contact: Buffer; buyer: Buffer; linkToken: Buffer; feedKeys: Buffer; reportSigning: Buffer }
  config: { publicUrl: string }
  /** Asked about a buyer who finds the item free, before anything is written for him; refuses by throwing. */
  admit?: () => Promise<void>
}

export interface StartedCheckout {
  orderNo: string
  linkToken: string
  payUrl: string
  checkoutUntil: Date
}

/**
 * Reserves a piece for one buyer and opens his payment. Of a crowd one gets it; the others are refused in one round
 * trip and nothing is written for them: `item_held_elsewhere` (somebody is paying), `item_unavailable` (sold),
 * `hold_expired`, `session_closed`, `report_invalid`, `not_found`; `stock_unconfirmed` when who keeps its stock does not answer.
 * When the rail does not answer, the order stands and `rail_unavailable` is thrown: the same key tries again.
 */
export async function startCheckout(given: CheckoutDeps, input: StartCheckout): Promise<StartedCheckout> {
  const deps = { ...given, db: keepPlans(given.db) }
  const requestHash = hashRequest(input)
  const order = await findOrPlace(deps, input, requestHash)
  if (!order.requestHash.equals(requestHash)) throw new DomainError('idempotency_conflict')
  const linkToken = linkTokenOf(deps.secrets.linkToken, order.orderId)
  const payUrl = await openPayment(deps, order.orderId, order.payment)
  return { orderNo: order.orderNo, linkToken, payUrl, checkoutUntil: order.checkoutUntil }
}

/** Looks; whoever finds the item free while somebody else is taking it waits for him and looks again. */
async function findOrPlace(
  deps: CheckoutDeps,
  input: StartCheckout,
  requestHash: Buffer,
): Promise<PlacedOrder> {
  const { pool } = deps
  for (;;) {
    const glance = await glanceAtItem(pool, input)
    if (!glance) throw new DomainError('not_found')
    if (glance.previous) return glance.previous
    refuseLost(glance, input)
    const taking = someoneTaking(pool, input.itemId)
    if (!taking) return takeTurn(pool, input.itemId, () => placeOrder(deps, input, requestHash))
    await taking
  }
}

/** The conditional UPDATE behind `holdForCheckout` decides; this only spares it the crowd. */
function refuseLost({ beingPaid, itemState, priceFen }: Glance, input: StartCheckout): void {
  const { itemId } = input
  if (beingPaid) throw new DomainError('item_held_elsewhere', { itemId })
  if (itemState === 'sold') throw new DomainError('item_unavailable', { itemId })
  if (priceFen !== input.priceFen) throw new DomainError('price_changed', { priceFen: String(priceFen) })
}

async function placeOrder(
  deps: CheckoutDeps,
  input: StartCheckout,
  requestHash: Buffer,
): Promise<PlacedOrder> {
  await deps.admit?.()
  const offer = await findOffer(deps.db, input)
  if (!offer) throw new DomainError('not_found')
  if (offer.sessionOver) throw new DomainError('session_closed')
  if (offer.hasSource) await refuseUnconfirmed(deps, input.itemId)
  const { longFromFen, longMinutes, minutes: usual } = offer.checkoutHold
  const minutes = input.priceFen >= longFromFen ? longMinutes : usual
  try {
    return await reserve(deps, input, { offer, requestHash, minutes })
  } catch (error) {
    // The other press of the same button may have won: then its order is the answer.
    const placed = await findOrderByKey(deps.db, input.idempotencyKey)
    if (placed) return placed
    throw error
  }
}

async function reserve(
  { db, secrets }: CheckoutDeps,
  input: StartCheckout,
  { offer, requestHash, minutes }: { offer: Offer; requestHash: Buffer; minutes: number },
): Promise<PlacedOrder> {
  const { orderId, liveHoldId, sessionId } = offer
  const masked = maskContact(input.contact)
  const sealed = sealContact(secrets.contact, orderId, input.contact)
  return db.transaction().execute(async trx => {
    const hold = await holdForCheckout(trx, { itemId: input.itemId, orderId, liveHoldId, minutes })
    refuseForged({ itemId: input.itemId, report: hold.report }, secrets)
    const placed = await insertOrder(trx, {
      orderId,
      orderNo: `${offer.day}${randomInt(1e12).toString().padStart(12, '0')}`,
      itemId: input.itemId,
      liveHoldId,
      hold,
      linkTokenHash: hashLinkToken(linkTokenOf(secrets.linkToken, orderId)),
      idempotencyKey: input.idempotencyKey,
      requestHash,
      contact: { sealed, region: input.contact.region, ...masked },
      buyerHash: hashBuyer(secrets.buyer, input.contact),
    })
    // Compared under the lock of the piece; with another price nothing of this stands.
    const { amountFen } = placed.payment
    if (amountFen !== input.priceFen) throw new DomainError('price_changed', { priceFen: String(amountFen) })
    await tellBeingPaid(trx, { sessionId, itemId: input.itemId }, placed.checkoutUntil)
    return placed
  })
}

function hashRequest({ roomCode, itemId, priceFen, contact }: StartCheckout): Buffer {
  const { name, phone, region, address } = contact
  const request = JSON.stringify([roomCode, itemId, String(priceFen), name, phone, region, address])
  return createHash('sha256').update(request).digest()
}
