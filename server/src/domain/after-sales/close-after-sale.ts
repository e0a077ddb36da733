import type { Database, Transaction } from '#db/database.ts'
import { unblockOrder } from '#domain/orders/block-order.ts'
import { type LockedAfterSale, moveAfterSale, type Said } from './after-sale-store.ts'

/** Ends without money going anywhere. */
export async function closeAfterSale<
  State extends 'requested' | 'offered' | 'refused' | 'returning' | 'disputed',
>(trx: Transaction<Database>, found: LockedAfterSale & { state: State }, said: Said): Promise<void> {
  await moveAfterSale<'requested' | 'offered' | 'refused' | 'returning' | 'disputed'>(trx, found, {
    to: 'closed',
    said,
    set: { ruling: null, ruledBy: null },
  })
  await unblockOrder(trx, { orderId: found.orderId, cause: 'after_sale', refId: found.id })
}
