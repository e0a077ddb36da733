import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'

/** The supplier takes a paid order on; again is no second time. Throws `not_found` or `order_state {state}`. */
export async function acceptOrder(
  { db }: { db: Db },
  { supplierId, orderId }: { supplierId: string; orderId: string },
): Promise<{ acceptedAt: Date }> {
  const accepted = await db
    .updateTable('orders')
    .set({ acceptedAt: sql`coalesce(accepted_at, app_now())` })
    .where('id', '=', orderId)
    .where('supplierId', '=', supplierId)
    .where('state', '=', 'paid')
    .returning('acceptedAt')
    .executeTakeFirst()
  if (accepted?.acceptedAt) return { acceptedAt: accepted.acceptedAt }
  const order = await db
    .selectFrom('orders')
    .select('state')
    .where('id', '=', orderId)
    .where('supplierId', '=', supplierId)
    .executeTakeFirst()
  if (!order) throw new DomainError('not_found')
  throw new DomainError('order_state', { state: order.state })
}
