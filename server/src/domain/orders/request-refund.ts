import type { Fault } from '@haowu/shared/orders.ts'
import type { Database, Db, Transaction } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { startReturn } from '#domain/catalog/start-return.ts'
import { bearFault } from '#domain/commission/bear-fault.ts'
import { divideRefund, leftToRefund } from '#domain/commission/divide-refund.ts'
import { DomainError } from '#domain/domain-error.ts'
import { escrowRefunded } from '#domain/ledger/refund-entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { announce } from '#domain/outbox/announce.ts'
import { readPlatformId } from '#domain/parties/read-platform.ts'
import { readUnsplit } from './accrual-store.ts'
import { divideOrders } from './divide-orders.ts'
import { offerUnshipped } from './offer-unshipped.ts'
import { mayRefund, type RefundableState, type RefundReason } from './order.ts'
import { type LockedOrder, lockOrder, moveOrder, storeRefunded } from './order-store.ts'
import { findRefundByRequest, findRefundOfOrder, findSucceededPayment, insertRefund } from './refund-store.ts'
import { type TakenRefund, takeRefund } from './take-refund.ts'

export interface RequestRefund {
  orderId: string
  /** The supplier in whose name it is asked, or null for the platform; another supplier's order is `not_found`. */
  supplierId: string | null
  reason: RefundReason
  /** Who asks, as the audit log names him: `user:<id>`. */
  requestedBy: string
  /** A part of what the buyer paid; all that is left when nothing is said. */
  amountFen?: bigint | undefined
  /** Whose mistake it was; nobody's when nothing is said. */
  fault?: Exclude<Fault, 'late'> | undefined
  /** The buyer keeps the goods. A part is refunded like this unless something else is said. */
  goodsKept?: boolean | undefined
  /** Names the wish when an order may have several refunds: the same key is the same refund. */
  requestKey?: string | undefined
}

/**
 * Returns all or a part of what a buyer paid: by its supplier while nothing is shipped (`supplier_cancelled`), by the platform
 * also later, settled or not (`after_sale`). The money is taken from escrow, or after the split from those who earned it, in exact
 * shares; the rail is asked afterwards, by the job behind `refund_requested`. With the last fen the order is undone, and unless
 * the buyer keeps it the item waits for its return, or is on offer again when it was never shipped.
 *
 * Asked again, for all or with the same key, it answers the refund that exists. Throws `order_state {state}` when it is too early
 * or too late, `refund_exceeds {leftFen}`, and `idempotency_conflict` for a key with another amount.
 */
export async function requestRefund(
  { db }: { db: Db },
  request: RequestRefund,
): Promise<{ refundId: string }> {
  return db.transaction().execute(trx => refundOrder(trx, request))
}

/** The same in the transaction of what decides it. */
export async function refundOrder(
  trx: Transaction<Database>,
  request: RequestRefund,
): Promise<{ refundId: string }> {
  const order = await lockOrder(trx, request.orderId)
  if (!order || (request.supplierId !== null && order.supplierId !== request.supplierId)) {
    throw new DomainError('not_found')
  }
  const known = await findKnown(trx, order, request)
  if (known !== undefined) return { refundId: known }
  const { state } = order
  if (!mayRefund(state, request.reason)) throw new DomainError('order_state', { state })
  return { refundId: await refund(trx, { ...order, state }, request) }
}

async function findKnown(
  trx: Transaction<Database>,
  { orderId, state }: LockedOrder,
  { requestKey, amountFen }: RequestRefund,
): Promise<string | undefined> {
  const known = requestKey === undefined ? undefined : await findRefundByRequest(trx, { orderId, requestKey })
  if (known) {
    if (amountFen !== undefined && amountFen !== known.amountFen)
      throw new DomainError('idempotency_conflict', { key: requestKey ?? '' })
    return known.refundId
  }
  if (amountFen !== undefined || (state !== 'refunding' && state !== 'refunded')) return undefined
  const refundId = await findRefundOfOrder(trx, orderId)
  if (!refundId) throw new Error(`order ${orderId} is being refunded without a refund`)
  return refundId
}

async function refund(
  trx: Transaction<Database>,
  order: LockedOrder & { state: RefundableState },
  request: RequestRefund,
): Promise<string> {
  const { orderId, state, itemId, daysSinceReceipt } = order
  const { reason, requestedBy, requestKey = null } = request
  const leftFen = leftToRefund(order)
  const { amountFen = leftFen } = request
  if (amountFen > leftFen || amountFen <= 0n)
    throw new DomainError('refund_exceeds', { leftFen: leftFen.toString() })
  const isWhole = amountFen === leftFen
  const { goodsKept = !isWhole } = request
  const parts = divideRefund(order, amountFen)
  const bearing = await bearFault(trx, { fault: request.fault ?? 'none', goodsKept, daysSinceReceipt })
  const { fault } = bearing
  const paymentId = await findSucceededPayment(trx, orderId)
  const facts = { orderId, paymentId, reason, requestedBy, requestKey, fault, goodsKept }
  const refundId = await insertRefund(trx, { ...facts, ...parts })
  await storeRefunded(trx, { orderId, ...parts })
  if (isWhole) await moveOrder(trx, { orderId, from: state, to: 'refunding' })
  if (isWhole && !goodsKept) await takeBackItem(trx, { itemId, orderId, wasShipped: state !== 'paid' })
  await announce(trx, 'refund_requested', { key: `refund:${refundId}:requested`, payload: { refundId } })
  await recordAct(trx, {
    actor: requestedBy,
    action: 'refund_requested',
    subjectType: 'order',
    subjectId: orderId,
    facts: { reason, refundId, amountFen: amountFen.toString(), fault },
  })
  await takeMoney(trx, order, { orderId, refundId, order, parts, bearing })
  return refundId
}

/** What has left the supplier is awaited and inspected; what has not can be sold as it stands. */
async function takeBackItem(
  trx: Transaction<Database>,
  { wasShipped, ...sale }: { itemId: string; orderId: string; wasShipped: boolean },
): Promise<void> {
  if (wasShipped) await startReturn(trx, sale)
  else await offerUnshipped(trx, sale)
}

/** An order that nobody has divided is divided first, unless all of it simply goes back. */
async function takeMoney(trx: Transaction<Database>, order: LockedOrder, taken: TakenRefund): Promise<void> {
  const { orderId, parts, bearing, refundId } = taken
  const isPlain = parts.amountFen === leftToRefund(order) && bearing.bearer === null
  if (!order.isSplit && isPlain) {
    const { discountFen } = parts
    const amountFen = parts.amountFen + discountFen
    await postEntries(trx, [escrowRefunded({ refundId, orderId, amountFen, discountFen })])
    return
  }
  if (!order.isSplit) await divideOrders(trx, await readPlatformId(trx), [await readUnsplit(trx, orderId)])
  await takeRefund(trx, taken)
}
