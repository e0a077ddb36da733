import type { Refusal } from '@haowu/shared/carriers.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { takeOffSale } from '#domain/inventory/take-off-sale.ts'
import { refundOrder } from './request-refund.ts'

export interface RefuseOrder {
  supplierId: string
  orderId: string
  reason: Refusal
  requestedBy: string
}

/**
 * The supplier does not deliver what was sold: the buyer gets everything back, and the reason that was said first stays for
 * whoever judges it. The one piece that he cannot or will not deliver is off the sale until he offers it again himself. An order that
 * somebody else has refunded before is nobody's refusal. Throws what a refund throws.
 */
export async function refuseOrder(
  { db }: { db: Db },
  { reason, ...refusal }: RefuseOrder,
): Promise<{ refundId: string }> {
  return db.transaction().execute(async trx => {
    const refunded = await refundOrder(trx, { ...refusal, reason: 'supplier_cancelled' })
    const itemId = await keepRefusal(trx, { orderId: refusal.orderId, reason, ...refunded })
    if (itemId !== undefined) {
      const { supplierId, requestedBy: actor } = refusal
      await takeOffSale(trx, { itemId, supplierId, actor })
    }
    return refunded
  })
}

/** The one of a kind that was sold, when this is the refusal; of stock there is more. */
async function keepRefusal(
  trx: Transaction<Database>,
  { orderId, reason, refundId }: { orderId: string; reason: Refusal; refundId: string },
): Promise<string | undefined> {
  const kept = await trx
    .updateTable('orders')
    .set({ refusedFor: reason, refusedAt: sql`app_now()` })
    .where('id', '=', orderId)
    .where('refusedAt', 'is', null)
    .where('shippedAt', 'is', null)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('refund')
          .select('id')
          .where('id', '=', refundId)
          .where('reason', '=', 'supplier_cancelled'),
      ),
    )
    .returning('itemId')
    .executeTakeFirst()
  if (!kept) return undefined
  const unique = await trx
    .selectFrom('item')
    .select('id')
    .where('id', '=', kept.itemId)
    .where('stockKind', '=', 'unique')
    .executeTakeFirst()
  return unique?.id
}
