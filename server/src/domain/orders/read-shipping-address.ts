import type { BuyerContact } from '@haowu/shared/orders.ts'
import { recordAct } from '#domain/audit-log.ts'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { ADDRESS_STATES } from './order.ts'
import { openContact } from './seal-contact.ts'

/**
 * Opens name, phone and address for the supplier who ships, while the parcel is open; each opening is logged with who did
 * it. Throws `not_found` for another supplier's order and `order_state` once the parcel is closed.
 */
export async function readShippingAddress(
  { db, secrets }: { db: Db; secrets: { contact: Buffer } },
  { supplierId, orderId, actor }: { supplierId: string; orderId: string; actor: string },
): Promise<BuyerContact> {
  return db.transaction().execute(async trx => {
    const order = await trx
      .selectFrom('orders')
      .innerJoin('buyerContact', 'buyerContact.orderId', 'orders.id')
      .select(['orders.state', 'buyerContact.sealed'])
      .where('orders.id', '=', orderId)
      .where('orders.supplierId', '=', supplierId)
      .executeTakeFirst()
    if (!order) throw new DomainError('not_found')
    if (!ADDRESS_STATES.some(state => state === order.state)) {
      throw new DomainError('order_state', { state: order.state })
    }
    const contact = openContact(secrets.contact, orderId, order.sealed)
    await recordAct(trx, { actor, action: 'address_opened', subjectType: 'order', subjectId: orderId })
    return contact
  })
}
