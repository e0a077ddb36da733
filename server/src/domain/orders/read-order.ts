import { type Terms, termsSchema } from '#domain/commission/terms.ts'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { type CancelWish, findWish } from './cancel-wish.ts'
import { findOrder, type OrderRow, type OrderScope } from './list-orders.ts'
import { readParcelWay, type WayPoint } from './read-parcel-way.ts'

export interface OrderDetail extends OrderRow {
  reportCode: string
  listFen: bigint
  way: WayPoint[]
  cancelWish: CancelWish | null
  terms: Terms
}

/** One order with the terms frozen on it and the report pinned to it. Throws `not_found` outside the scope. */
export async function readOrder(db: Db, query: { scope: OrderScope; orderId: string }): Promise<OrderDetail> {
  const order = await findOrder(db, query)
  if (!order) throw new DomainError('not_found')
  const { terms, ...frozen } = await db
    .selectFrom('orders')
    .innerJoin('report', 'report.id', 'orders.reportId')
    .select(['orders.terms', 'orders.listFen', 'report.code as reportCode'])
    .where('orders.id', '=', query.orderId)
    .executeTakeFirstOrThrow()
  const [way, cancelWish] = [await readParcelWay(db, query), await findWish(db, query.orderId)]
  return { ...order, ...frozen, way, cancelWish, terms: termsSchema.parse(terms) }
}
