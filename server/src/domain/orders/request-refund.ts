import { recordAct } from '#domain/audit-log.ts'
import type { Database, Db, Transaction } from '#db/database.ts'
import { startReturn } from '#domain/catalog/start-return.ts'
import { clawBack } from '#domain/commission/claw-back.ts'
import type { ShareRole } from '#domain/commission/split-order.ts'
import { DomainError } from '#domain/domain-error.ts'
import { escrowRefunded, saleRefunded } from '#domain/ledger/entries.ts'
import type { Entry } from '#domain/ledger/entry.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { announce } from '#domain/outbox/announce.ts'
import { mayRefund, type RefundableState, type RefundReason } from './order.ts'
import { type LockedOrder, lockOrder, moveOrder } from './order-store.ts'
import {
  clawShare,
  findRefundOfOrder,
  findSucceededPayment,
  insertRefund,
  lockShares,
} from './refund-store.ts'

export interface RequestRefund {
  orderId: string
  /** The supplier in whose name it is asked, or null for the platform; another supplier's order is `not_found`. */
  supplierId: string | null
  reason: RefundReason
  /** Who asks, as the audit log names him: `user:<id>`. */
  requestedBy: string
}

/**
 * Returns all a buyer paid, before the order is settled: by its supplier while nothing is shipped (`supplier_cancelled`), by
 * the platform also later (`after_sale`). The money is taken from escrow, or after the split from what each earner has pending,
 * in exact shares; the rail is asked afterwards, by the job behind `refund_requested`. The item leaves the plaza.
 * Asked again, it answers the refund that exists. Throws `order_state {state}` when it is too early or too late.
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
  if (order.state === 'refunding' || order.state === 'refunded')
    return { refundId: await knownRefund(trx, order) }
  const { state } = order
  if (order.isSettled || !mayRefund(state, request.reason)) throw new DomainError('order_state', { state })
  return { refundId: await refund(trx, { ...order, state }, request) }
}

async function knownRefund(trx: Transaction<Database>, { orderId }: LockedOrder): Promise<string> {
  const refundId = await findRefundOfOrder(trx, orderId)
  if (!refundId) throw new Error(`order ${orderId} is being refunded without a refund`)
  return refundId
}

async function refund(
  trx: Transaction<Database>,
  order: LockedOrder & { state: RefundableState },
  request: RequestRefund,
): Promise<string> {
  const { reason, requestedBy } = request
  const { orderId, state } = order
  if (order.platformDiscountFen > 0n)
    throw new Error('no rule says yet where a refunded platform discount goes')
  const refundId = await insertRefund(trx, {
    orderId,
    paymentId: await findSucceededPayment(trx, orderId),
    amountFen: order.paidFen,
    reason,
    requestedBy,
  })
  await moveOrder(trx, { orderId, from: state, to: 'refunding' })
  await startReturn(trx, { itemId: order.itemId, orderId })
  await announce(trx, 'refund_requested', { key: `refund:${refundId}:requested`, payload: { refundId } })
  await recordAct(trx, {
    actor: requestedBy,
    action: 'refund_requested',
    subjectType: 'order',
    subjectId: orderId,
    facts: { reason, refundId },
  })
  await postEntries(trx, [
    order.isSplit ? await clawShares(trx, order, refundId) : fromEscrow(order, refundId),
  ])
  return refundId
}

function fromEscrow({ orderId, paidFen }: LockedOrder, refundId: string): Entry {
  return escrowRefunded({ refundId, orderId, amountFen: paidFen })
}

async function clawShares(trx: Transaction<Database>, order: LockedOrder, refundId: string): Promise<Entry> {
  const shares = await lockShares(trx, order.orderId)
  if (shares.some(share => share.state === 'settled'))
    throw new DomainError('order_state', { state: 'settled' })
  const claws = clawBack(
    order.paidFen,
    shares.map(share => ({ ...share, role: share.role as ShareRole })),
  )
  for (const claw of claws) await clawShare(trx, { orderId: order.orderId, ...claw })
  const partyOf = new Map(shares.map(share => [share.role, share.partyId]))
  return saleRefunded({
    refundId,
    orderId: order.orderId,
    claws: claws.map(claw => ({ ...claw, partyId: partyOf.get(claw.role) ?? '' })),
  })
}
