import type { Db } from '#db/database.ts'
import type { PaymentRail } from '#gateways/payment-rail.ts'
import { captureIfPaid } from './capture-if-paid.ts'
import { findOrderByLink } from './find-order-by-link.ts'

/**
 * The buyer is back from the cashier: asks the rail at once what it will tell us sooner or later, so that nobody who has paid
 * reads "please pay". True while his bank has not answered. Throws `not_found`.
 */
export async function checkPayment(
  deps: { db: Db; rail: PaymentRail },
  { linkToken }: { linkToken: string },
): Promise<{ paying: boolean }> {
  const { orderId, state } = await findOrderByLink(deps.db, { linkToken })
  if (state !== 'checkout') return { paying: false }
  const { outTradeNo } = await deps.db
    .selectFrom('payment')
    .select('outTradeNo')
    .where('orderId', '=', orderId)
    .executeTakeFirstOrThrow()
  return { paying: (await captureIfPaid(deps, outTradeNo)) === 'paying' }
}
