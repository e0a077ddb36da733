import type { Database, Transaction } from '#db/database.ts'
import { unblockOrder } from '#domain/orders/block-order.ts'
import { type LockedAfterSale, moveAfterSale, type Said } from './after-sale-store.ts'

/** Ends it once its refund has arrived, and lets go of its order; false before. */
export async function finishAfterSale(
  trx: Transaction<Database>,
  found: LockedAfterSale & { state: 'refunding' },
  said: Said,
): Promise<boolean> {
  const arrived = await trx
    .selectFrom('afterSale')
    .innerJoin('refund', 'refund.id', 'afterSale.refundId')
    .select('refund.id')
    .where('afterSale.id', '=', found.id)
    .where('refund.state', '=', 'succeeded')
    .executeTakeFirst()
  if (!arrived) return false
  await moveAfterSale(trx, found, { to: 'refunded', said })
  await unblockOrder(trx, { orderId: found.orderId, cause: 'after_sale', refId: found.id })
  return true
}
