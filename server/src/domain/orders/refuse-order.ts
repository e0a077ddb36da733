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
    if (itemId !== undefined && (await isUnique(trx, itemId)))
      await takeOffSale(trx, { itemId, supplierId: refusal.supplierId, actor: refusal.requestedBy })
    return refunded
  })
}

/** What was sold, when this is the refusal that counts. */
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
  return kept?.itemId
}

/** Of stock there is more to be sold. */
async function isUnique(trx: Transaction<Database>, itemId: string): Promise<boolean> {
  const { stockKind } = await trx
    .selectFrom('item')
    .select('stockKind')
    .where('id', '=', itemId)
    .executeTakeFirstOrThrow()
  return stockKind === 'unique'
}
