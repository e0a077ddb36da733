import { sql } from 'kysely'
import type { Db } from '#db/database.ts'

/** As if the order's parcel had been sent and received just now, and its days were over. */
export async function letParcelArrive(db: Db, { orderId }: { orderId: string }): Promise<void> {
  await db
    .updateTable('orders')
    .set({
      state: 'received',
      shippedAt: sql`app_now()`,
      receivedAt: sql`app_now()`,
      maturesAt: sql`app_now()`,
    })
    .where('id', '=', orderId)
    .execute()
}
