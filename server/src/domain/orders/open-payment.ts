import { DomainError } from '#domain/domain-error.ts'
import { linkTokenOf } from './link-token.ts'
import { findPaymentToOpen, type PaymentToOpen, storePayUrl } from './payment-store.ts'
import type { CheckoutDeps } from './start-checkout.ts'

/** The rail's own deadline lies that far behind ours, so that a checkout that is extended once can still be paid. */
export const LONGEST_EXTENSION_MINUTES = 10

/**
 * Where the buyer of this order pays; asks the rail the first time and remembers. Safe to repeat, because the rail knows
 * the number. An order that was `justPlaced` need not be looked up. Throws `rail_unavailable` when it gives no answer and `hold_expired` when there is nothing to pay any more.
 */
export async function openPayment(
  deps: CheckoutDeps,
  orderId: string,
  justPlaced?: PaymentToOpen,
): Promise<string> {
  const payment = justPlaced ?? (await findPaymentToOpen(deps.db, orderId))
  if (payment.payUrl !== null) return payment.payUrl
  if (payment.state !== 'checkout') throw new DomainError('hold_expired')
  const payUrl = await askRail(deps, orderId, payment)
  await storePayUrl(deps.db, { outTradeNo: payment.outTradeNo, payUrl })
  return payUrl
}

async function askRail(
  { rail, secrets, config }: CheckoutDeps,
  orderId: string,
  payment: PaymentToOpen,
): Promise<string> {
  const answer = await rail.createPayment({
    outTradeNo: payment.outTradeNo,
    amountFen: payment.amountFen,
    subject: payment.title,
    expiresAt: new Date(payment.checkoutUntil.getTime() + LONGEST_EXTENSION_MINUTES * 60_000),
    returnUrl: `${config.publicUrl}/order/${linkTokenOf(secrets.linkToken, orderId)}`,
  })
  if (answer.outcome === 'answered') return answer.value.payUrl
  if (answer.outcome === 'unknown') throw new DomainError('rail_unavailable')
  throw new Error(`the rail refused to open ${payment.outTradeNo}: ${answer.reason}`)
}
