import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'

/** The supplier's order of this number; `not_found` when she has none. */
export async function findOrderByNo(
  db: Db,
  { supplierId, orderNo }: { supplierId: string; orderNo: string },
): Promise<string> {
  const order = await db
    .selectFrom('orders')
    .select('id')
    .where('supplierId', '=', supplierId)
    .where('no', '=', orderNo)
    .executeTakeFirst()
  if (!order) throw new DomainError('not_found', { what: 'order' })
  return order.id
}
