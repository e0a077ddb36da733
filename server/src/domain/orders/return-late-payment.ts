import type { Database, Transaction } from '#db/database.ts'
import { releaseCheckout } from '#domain/catalog/release-checkout.ts'
import { latePaymentReceived } from '#domain/ledger/payment-entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { announce } from '#domain/outbox/announce.ts'
import { type LockedOrder, moveOrder } from './order-store.ts'
import type { StoredPayment } from './payment-store.ts'
import { insertRefund } from './refund-store.ts'
import { tellRoom } from './tell-room.ts'

/** Money without an item: booked as owed to the buyer and sent back, and the order is over. */
export async function returnLatePayment(
  trx: Transaction<Database>,
  order: LockedOrder,
  { paymentId, amountFen }: StoredPayment,
): Promise<void> {
  const { orderId } = order
  if (order.state === 'checkout') {
    await releaseCheckout(trx, order)
    await moveOrder(trx, { orderId, from: 'checkout', to: 'closed', stamp: 'closedAt' })
    await tellRoom(trx, orderId)
  }
  const refundId = await insertRefund(trx, {
    orderId,
    paymentId,
    amountFen,
    reason: 'late_payment',
    requestedBy: 'system',
  })
  await announce(trx, 'payment_to_refund', { key: `refund:${refundId}:requested`, payload: { refundId } })
  await postEntries(trx, [latePaymentReceived({ paymentId, amountFen })])
}
