import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import type { UnsplitOrder } from '#domain/orders/divide-orders.ts'
import type { Due } from './run-in-batches.ts'

/** Locks paid orders that nobody has split, oldest payment first. */
export async function lockUnsplit(
  trx: Transaction<Database>,
  { limit, skip, only }: Due,
): Promise<UnsplitOrder[]> {
  let query = trx
    .selectFrom('orders')
    .select(['id as orderId', 'supplierId', 'streamerId', 'listFen', 'supplierDiscountFen'])
    .select(['platformDiscountFen', 'streamerDiscountFen', 'freightFen', 'paidFen', 'terms'])
    .where('splitAt', 'is', null)
    .where('state', 'in', ['paid', 'shipped', 'received'])
    .orderBy('paidAt')
    .limit(limit)
    .forUpdate()
    .skipLocked()
  if (skip.length > 0) query = query.where('id', 'not in', skip)
  if (only !== undefined) query = query.where('id', '=', sql<string>`ANY(${only}::uuid[])`)
  return query.execute()
}
