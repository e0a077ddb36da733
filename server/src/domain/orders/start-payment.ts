import type { Db } from '#db/database.ts'
import { extendCheckout } from '#domain/catalog/extend-checkout.ts'
import { DomainError } from '#domain/domain-error.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import { hashLinkToken } from './link-token.ts'
import { findOrderByLink, lockOrder, storeExtension } from './order-store.ts'
import { LONGEST_EXTENSION_MINUTES, openPayment } from './open-payment.ts'
import type { CheckoutDeps } from './start-checkout.ts'
import { tellRoom } from './tell-room.ts'

/**
 * The buyer goes to pay: gives him more time, once, so that a payment on its way is not late. Returns where he pays and
 * until when. Throws `not_found`, `hold_expired` or `order_state`.
 */
export async function startPayment(
  deps: CheckoutDeps,
  { linkToken }: { linkToken: string },
): Promise<{ payUrl: string; checkoutUntil: Date }> {
  const orderId = await findOrderByLink(deps.db, hashLinkToken(linkToken))
  if (!orderId) throw new DomainError('not_found')
  const payUrl = await openPayment(deps, orderId)
  return { payUrl, checkoutUntil: await extendOnce(deps.db, orderId) }
}

async function extendOnce(db: Db, orderId: string): Promise<Date> {
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
