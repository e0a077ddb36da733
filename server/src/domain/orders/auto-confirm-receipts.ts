import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import { maturesFromNow } from './confirm-receipt.ts'

/**
 * Takes parcels for received whose buyers have been silent for the days of the rule `auto_confirm` since delivery, or since
 * shipping when no carrier told us of a delivery. Up to `limit` in one run; returns how many.
 */
export async function autoConfirmReceipts({ db }: { db: Db }, { limit }: { limit: number }): Promise<number> {
  const { value } = await readRule(db, 'auto_confirm')
  const silent = sql<boolean>`coalesce(delivered_at, shipped_at) <= app_now() - ${value.days}::int * interval '1 day'`
  const { numUpdatedRows } = await db
    .updateTable('orders')
    .set({ state: 'received', receivedAt: sql`app_now()`, maturesAt: maturesFromNow })
    .where('id', 'in', due =>
      due
        .selectFrom('orders')
        .select('id')
        .where('state', '=', 'shipped')
        .where(silent)
        // What is lost on the way or was sent back has not been received, however long its buyer is silent.
        .where(({ not, exists }) =>
          not(
            exists(
              due
                .selectFrom('shipment')
                .select('shipment.orderId')
                .whereRef('shipment.orderId', '=', 'orders.id')
                .where('parcelState', 'in', ['exception', 'returned']),
            ),
          ),
        )
        .orderBy('shippedAt')
        .limit(limit)
        .forUpdate()
        .skipLocked(),
    )
    .executeTakeFirst()
  return Number(numUpdatedRows)
}
