import type { Database, Transaction } from '#db/database.ts'
import { endRefund } from './finish-refund.ts'
import { lockOrder } from './order-store.ts'
import { refundOrder } from './request-refund.ts'

/**
 * What a platform says went back to the buyer of one of our orders so far is taken from those who earned from it, and what we had asked
 * it to return is ended. Told again, or of less than is known, nothing happens. Throws what a refund throws.
 */
export async function refundElsewhere(
  trx: Transaction<Database>,
  { orderId, toldFen }: { orderId: string; toldFen: bigint },
): Promise<void> {
  const order = await lockOrder(trx, orderId)
  if (!order) throw new Error(`order ${orderId} is not there`)
  if (order.state !== 'closed' && toldFen > order.refundedFen)
    await refundOrder(trx, {
      orderId,
      supplierId: null,
      reason: 'after_sale',
      requestedBy: 'channel',
      amountFen: toldFen - order.refundedFen,
      requestKey: `channel:${orderId}:${toldFen}`,
    })
  await endReturned(trx, { orderId, toldFen })
}

async function endReturned(
  trx: Transaction<Database>,
  { orderId, toldFen }: { orderId: string; toldFen: bigint },
): Promise<void> {
  const refunds = await trx
    .selectFrom('refund')
    .select(['outRefundNo', 'amountFen', 'state'])
    .where('orderId', '=', orderId)
    .orderBy('createdAt')
    .orderBy('id')
    .execute()
  let coveredFen = 0n
  for (const { state, amountFen } of refunds) if (state === 'succeeded') coveredFen += amountFen
  for (const { state, outRefundNo, amountFen } of refunds) {
    if (state === 'succeeded' || coveredFen + amountFen > toldFen) continue
    coveredFen += amountFen
    await endRefund(trx, { outRefundNo, amountFen, outcome: 'succeeded', why: 'channel' })
  }
}
