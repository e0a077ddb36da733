import { DomainError } from '#domain/domain-error.ts'
import { hashLinkToken } from './link-token.ts'
import { findOrderByLink } from './order-store.ts'
import { openPayment } from './open-payment.ts'
import { prolongCheckout } from './prolong-checkout.ts'
import type { CheckoutDeps } from './start-checkout.ts'

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
  return { payUrl, checkoutUntil: await prolongCheckout(deps.db, orderId) }
}
