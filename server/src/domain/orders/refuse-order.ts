import type { Refusal } from '@haowu/shared/carriers.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { refundOrder } from './request-refund.ts'

export interface RefuseOrder {
  supplierId: string
  orderId: string
  reason: Refusal
  requestedBy: string
}

/**
 * The supplier does not deliver what was sold: the buyer gets everything back, and the reason that was said first stays for
 * whoever judges it. An order that somebody else has refunded before is nobody's refusal. Throws what a refund throws.
 */
export async function refuseOrder(
  { db }: { db: Db },
  { reason, ...refusal }: RefuseOrder,
): Promise<{ refundId: string }> {
  return db.transaction().execute(async trx => {
    const refunded = await refundOrder(trx, { ...refusal, reason: 'supplier_cancelled' })
    await trx
      .updateTable('orders')
      .set({ refusedFor: reason, refusedAt: sql`app_now()` })
      .where('id', '=', refusal.orderId)
      .where('refusedAt', 'is', null)
      .where('shippedAt', 'is', null)
      .where(({ exists, selectFrom }) =>
        exists(
          selectFrom('refund')
            .select('id')
            .where('id', '=', refunded.refundId)
            .where('reason', '=', 'supplier_cancelled'),
        ),
      )
      .execute()
    return refunded
  })
}
