import type { Carrier } from '@haowu/shared/orders.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { endWish } from './cancel-wish.ts'
import { lockParcels, settleParcel } from './parcel.ts'

export interface ShipOrder {
  supplierId: string
  orderId: string
  carrier: Carrier
  trackingNo: string
}

/**
 * The supplier hands the parcel over: paid → shipped. The same parcel told twice is no second one. Throws `not_found` for
 * another supplier's order, `order_state {state}`, or `bad_request {what}` when this parcel already carries another order.
 */
export async function shipOrder({ db }: { db: Db }, ship: ShipOrder): Promise<void> {
  await db.transaction().execute(async trx => {
    await lockParcels(trx, [ship])
    await shipLocked(trx, ship)
  })
}

/** The same of a parcel that is locked, in the transaction of whoever ships several. */
export async function shipLocked(trx: Transaction<Database>, ship: ShipOrder): Promise<void> {
  const order = await trx
    .selectFrom('orders')
    .leftJoin('shipment', 'shipment.orderId', 'orders.id')
    .select(['orders.state', 'shipment.carrier', 'shipment.trackingNo'])
    .where('orders.id', '=', ship.orderId)
    .where('orders.supplierId', '=', ship.supplierId)
    .forUpdate('orders')
    .executeTakeFirst()
  if (!order) throw new DomainError('not_found')
  if (order.carrier === ship.carrier && order.trackingNo === ship.trackingNo) return
  if (order.state !== 'paid') throw new DomainError('order_state', { state: order.state })
  await storeParcel(trx, ship)
  // What has left cannot be cancelled any more; the buyer may send it back.
  await endWish(trx, { orderId: ship.orderId, answer: 'declined', actor: 'system' })
  // Its carrier may have been quicker to tell.
  await settleParcel(trx, ship)
}

async function storeParcel(
  trx: Transaction<Database>,
  { orderId, carrier, trackingNo }: ShipOrder,
): Promise<void> {
  const stored = await trx
    .insertInto('shipment')
    .values({ orderId, carrier, trackingNo })
    .onConflict(conflict => conflict.columns(['carrier', 'trackingNo']).doNothing())
    .returning('shippedAt')
    .executeTakeFirst()
  if (!stored) throw new DomainError('bad_request', { what: 'tracking_no' })
  await trx
    .updateTable('orders')
    .set({ state: 'shipped', shippedAt: sql`app_now()`, acceptedAt: sql`coalesce(accepted_at, app_now())` })
    .where('id', '=', orderId)
    .execute()
}
