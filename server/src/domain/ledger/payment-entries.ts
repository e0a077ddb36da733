import type { Fen } from '@haowu/shared/money.ts'
import { channel, refundDue, suspense } from './accounts.ts'
import { type Entry, movingLegs } from './entry.ts'
import { SYSTEM, type Caused } from './entry-facts.ts'

/** A payment whose order can no longer be fulfilled: all of it goes back. */
export function latePaymentReceived(payment: Caused & { paymentId: string; amountFen: Fen }): Entry {
  return {
    key: `payment:${payment.paymentId}:late`,
    kind: 'late_payment_received',
    refType: 'payment',
    refId: payment.paymentId,
    actor: payment.actor ?? SYSTEM,
    legs: movingLegs([{ debit: channel(), credit: refundDue(), amountFen: payment.amountFen }]),
  }
}

/** Money of another amount than was asked for: it is there, so it is booked, and finance finds out whose it is. */
export function unmatchedPaymentReceived(
  payment: Caused & { paymentId: string; transactionId: string; amountFen: Fen },
): Entry {
  return {
    key: `payment:${payment.paymentId}:unmatched:${payment.transactionId}`,
    kind: 'unmatched_payment_received',
    refType: 'payment',
    refId: payment.paymentId,
    actor: payment.actor ?? SYSTEM,
    legs: movingLegs([{ debit: channel(), credit: suspense(), amountFen: payment.amountFen }]),
  }
}
