import { recordAct } from '#domain/audit-log.ts'
import type { Database, Db, Transaction } from '#db/database.ts'
import { keepPlans } from '#db/keep-plans.ts'
import { confirmSales } from '#domain/catalog/confirm-sales.ts'
import { creditDeposit } from '#domain/deposits/credit-deposit.ts'
import { DomainError } from '#domain/domain-error.ts'
import { unmatchedPaymentReceived } from '#domain/ledger/payment-entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { receiveOnce } from '#domain/outbox/receive-once.ts'
import type { RailEventOf } from '#gateways/payment-rail.ts'
import { closeSales } from './close-sales.ts'
import { lockPaid } from './lock-paid.ts'
import type { LockedOrder } from './order-store.ts'
import { markPaymentsSucceeded, type StoredPayment } from './payment-store.ts'
import { returnLatePayment } from './return-late-payment.ts'

/** What the rail says was paid, from a callback or from a query. */
export type PaidAtRail = Pick<RailEventOf<'payment.succeeded'>, 'outTradeNo' | 'transactionId' | 'amountFen'>

/** `late`: the money came after the item was gone and goes back. `repeated`: known before, nothing happened now. */
export type Captured = 'sold' | 'late' | 'deposit' | 'repeated'

/**
 * Takes a buyer's money for his order, or a party's for its deposit, exactly once, however often and from wherever it is told.
 * In one transaction: payment succeeded, item sold with the token of this buyer's hold, order paid with the terms frozen at
 * the live hold, escrow posted, `order_paid` announced. When the item is lost the money is booked as owed and a refund is
 * announced instead; a second sale cannot happen. Throws `payment_refused` for another amount than asked (audited, and
 * booked as money in suspense that finance has to place), and
 * `not_found` for a number that is not ours.
 */
export async function capturePayment({ db }: { db: Db }, paid: PaidAtRail): Promise<Captured> {
  const captured = await keepPlans(db)
    .transaction()
    .execute(trx => captureOnce(trx, paid))
  if (captured === 'wrong_amount') throw new DomainError('payment_refused', { outTradeNo: paid.outTradeNo })
  return captured
}

async function captureOnce(trx: Transaction<Database>, paid: PaidAtRail): Promise<Captured | 'wrong_amount'> {
  const found = (await lockPaid(trx, [paid.outTradeNo], { skipLocked: false })).get(paid.outTradeNo)
  if (!found) throw new DomainError('not_found')
  const { payment, order } = found
  const { paymentId, partyId, amountFen } = payment
  if (amountFen !== paid.amountFen) return refuseAmount(trx, payment, paid)
  const marked = await markPaymentsSucceeded(trx, [{ paymentId, transactionId: paid.transactionId }])
  if (marked === 0) return 'repeated'
  if (order) return sellOrReturn(trx, order, payment)
  if (partyId === null) throw new Error(`payment ${paymentId} belongs to nobody`)
  await creditDeposit(trx, { paymentId, partyId, amountFen })
  return 'deposit'
}

async function sellOrReturn(
  trx: Transaction<Database>,
  order: LockedOrder,
  payment: StoredPayment,
): Promise<'sold' | 'late'> {
  const confirmed = order.state === 'checkout' ? await confirmSales(trx, [order]) : new Set()
  if (!confirmed.has(order.orderId)) {
    await returnLatePayment(trx, order, payment)
    return 'late'
  }
  await closeSales(trx, [order])
  return 'sold'
}

async function refuseAmount(
  trx: Transaction<Database>,
  payment: StoredPayment,
  paid: PaidAtRail,
): Promise<'wrong_amount'> {
  const first = await receiveOnce(trx, `payment:${payment.paymentId}:wrong-amount:${paid.transactionId}`)
  if (first) {
    await recordAct(trx, {
      actor: 'rail',
      action: 'payment_amount_refused',
      subjectType: 'payment',
      subjectId: payment.paymentId,
      facts: {
        expectedFen: String(payment.amountFen),
        paidFen: String(paid.amountFen),
        transactionId: paid.transactionId,
      },
    })
    const { paymentId } = payment
    await postEntries(trx, [
      unmatchedPaymentReceived({ paymentId, transactionId: paid.transactionId, amountFen: paid.amountFen }),
    ])
  }
  return 'wrong_amount'
}
