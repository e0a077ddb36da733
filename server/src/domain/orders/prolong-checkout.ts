import type { Db } from '#db/database.ts'
import { extendCheckout } from '#domain/catalog/extend-checkout.ts'
import { DomainError } from '#domain/domain-error.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import { LONGEST_EXTENSION_MINUTES } from './open-payment.ts'
import { lockOrder, storeExtension } from './order-store.ts'
import { tellRoom } from './tell-room.ts'

/**
 * Gives a buyer whose payment has begun more time, once; asked again it changes nothing. Returns until when the piece is
 * kept for him. Throws `order_state` or `hold_expired`.
 */
export async function prolongCheckout(db: Db, orderId: string): Promise<Date> {
  const { value } = await readRule(db, 'checkout_hold')
  const minutes = Math.min(value.minutes, LONGEST_EXTENSION_MINUTES)
  return db.transaction().execute(async trx => {
    const order = await lockOrder(trx, orderId)
    if (order?.state !== 'checkout') throw new DomainError('order_state', { state: order?.state ?? '' })
    const extended = await extendCheckout(trx, { ...order, minutes })
    const { checkoutUntil, isOver } = await storeExtension(trx, { orderId, minutes: extended ? minutes : 0 })
    if (isOver) throw new DomainError('hold_expired')
    if (extended) await tellRoom(trx, orderId)
    return checkoutUntil
  })
}
