import type { Fen } from '@haowu/shared/money.ts'
import { channelKuaishou, escrow, refundDue } from './accounts.ts'
import { type Entry, movingLegs } from './entry.ts'
import { type Caused, SYSTEM } from './entry-facts.ts'
import { latePaymentReceived } from './payment-entries.ts'
import { refundPaid } from './refund-entries.ts'

/*
 * Money of orders that were placed in rooms of other platforms. It is the same money as that of our own rooms but for where it is:
 * the platform holds it. Keys and kinds are those of our own sales, so that one order is never booked in both ways.
 */

/** A buyer paid there, and what the platform and the streamer added there is due to us with it. */
export function channelSaleCaptured(sale: Caused & { orderId: string; grossFen: Fen }): Entry {
  const { orderId, grossFen } = sale
  return {
    key: `order:${orderId}:paid`,
    kind: 'sale_captured',
    refType: 'order',
    refId: orderId,
    actor: sale.actor ?? SYSTEM,
    legs: movingLegs([{ debit: channelKuaishou(), credit: escrow(), amountFen: grossFen, orderId }]),
  }
}

/** A buyer paid there for a piece that was gone: all of it goes back. */
export function channelLatePaymentReceived(payment: Caused & { paymentId: string; amountFen: Fen }): Entry {
  return {
    ...latePaymentReceived(payment),
    legs: movingLegs([{ debit: channelKuaishou(), credit: refundDue(), amountFen: payment.amountFen }]),
  }
}

/** The platform gave the buyer his money back out of what it held for us. */
export function channelRefundPaid(refund: Caused & { refundId: string; amountFen: Fen }): Entry {
  return {
    ...refundPaid(refund),
    legs: movingLegs([{ debit: refundDue(), credit: channelKuaishou(), amountFen: refund.amountFen }]),
  }
}
