import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import type { PaymentRail } from '#gateways/payment-rail.ts'
import { capturePayment } from './capture-payment.ts'

/**
 * Asks the rail whether a buyer has paid, and takes the money if he has.
 * `paying`: confirmed by the buyer, not yet by his bank. `refused`: paid, but another amount than we asked for; it is audited, and nobody waits for it any longer.
 */
export async function captureIfPaid(
  { db, rail }: { db: Db; rail: PaymentRail },
  outTradeNo: string,
): Promise<'captured' | 'paying' | 'unpaid' | 'refused' | 'undecided'> {
  const answer = await rail.queryPayment(outTradeNo)
  if (answer.outcome === 'unknown') return 'undecided'
  if (answer.outcome === 'answered' && answer.value.state === 'USERPAYING') return 'paying'
  if (answer.outcome === 'refused' || answer.value.state !== 'SUCCESS') return 'unpaid'
  const { amountFen, transactionId } = answer.value
  if (transactionId === null) throw new Error(`the rail calls ${outTradeNo} paid but names no transaction`)
  try {
    await capturePayment({ db }, { outTradeNo, amountFen, transactionId })
    return 'captured'
  } catch (error) {
    if (error instanceof DomainError && error.code === 'payment_refused') return 'refused'
    throw error
  }
}
