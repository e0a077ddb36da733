import type { Fen } from '@haowu/shared/money.ts'

/**
 * What the rail said. `unknown` means that no answer came in time or the connection broke: the call may or may
 * not have had its effect, so the caller asks by `query…` with the same number and never simply calls again
 * with a new one. `refused` is a definite no; nothing happened at the rail.
 */
export type RailAnswer<Value> =
  | { outcome: 'answered'; value: Value }
  | { outcome: 'refused'; reason: RailRefusal }
  | { outcome: 'unknown' }

export type RailRefusal =
  | 'not_found'
  /** The number was used before with another amount, payment or payee. */
  | 'number_reused'
  /** Closed, paid already, or not paid yet: the state does not allow the call. */
  | 'wrong_state'
  /** The refunds of a payment would exceed what was paid. */
  | 'amount_exceeds_paid'
  | 'payee_invalid'

export interface RailPayment {
  outTradeNo: string
  amountFen: Fen
  /** USERPAYING: the payer has confirmed, and his bank has not answered yet. */
  state: 'NOTPAY' | 'USERPAYING' | 'SUCCESS' | 'CLOSED' | 'PAYERROR'
  /** The rail's own number, once paid. */
  transactionId: string | null
}

export interface RailRefund {
  outTradeNo: string
  outRefundNo: string
  amountFen: Fen
  /** ABNORMAL: the payer's account cannot take the money, a person must act; CLOSED: given up, money stays here. */
  state: 'PROCESSING' | 'SUCCESS' | 'ABNORMAL' | 'CLOSED'
}

export interface RailTransfer {
  outTransferNo: string
  amountFen: Fen
  state: 'ACCEPTED' | 'PROCESSING' | 'SUCCESS' | 'FAIL'
  transferId: string
  /** Why it failed, in the rail's words; null unless `FAIL`. */
  failReason: string | null
}

export interface RailPayee {
  holderName: string
  bankName: string
  accountNo: string
}

/** `id` is the rail's id of this message: the same for each repetition, so it is the key of its effect. */
export type RailEvent =
  | { id: string; kind: 'payment.succeeded'; outTradeNo: string; transactionId: string; amountFen: Fen }
  | {
      id: string
      kind: 'refund.succeeded' | 'refund.failed'
      outTradeNo: string
      outRefundNo: string
      amountFen: Fen
    }
  | {
      id: string
      kind: 'transfer.succeeded' | 'transfer.failed'
      outTransferNo: string
      transferId: string
      amountFen: Fen
      failReason: string | null
    }

export type RailEventOf<Kind extends RailEvent['kind']> = Extract<RailEvent, { kind: Kind }>

/**
 * The payment institution behind our verbs, after the rules of WeChat Pay's documents: amounts in whole fen; our
 * numbers (`out…No`) make each call safe to repeat, and a number repeated with other facts is refused; refunds
 * have numbers of their own and never exceed what was paid; results arrive as signed callbacks, repeated until
 * they are answered with 2xx, in no promised order. Every method ends within its timeout and does not throw for
 * what the rail does; only `verifyCallback` throws.
 */
export interface PaymentRail {
  createPayment(payment: {
    outTradeNo: string
    amountFen: Fen
    subject: string
    expiresAt: Date
    /** Where the buyer's browser goes after the cashier page. */
    returnUrl: string
  }): Promise<RailAnswer<{ payUrl: string }>>
  queryPayment(outTradeNo: string): Promise<RailAnswer<RailPayment>>
  /** After this a payment cannot succeed any more. Refused with `wrong_state` when it has been paid already. */
  closePayment(outTradeNo: string): Promise<RailAnswer<{ closed: true }>>
  refund(refund: {
    outTradeNo: string
    outRefundNo: string
    amountFen: Fen
    reason: string
  }): Promise<RailAnswer<RailRefund>>
  queryRefund(outRefundNo: string): Promise<RailAnswer<RailRefund>>
  transfer(transfer: {
    outTransferNo: string
    amountFen: Fen
    payee: RailPayee
  }): Promise<RailAnswer<RailTransfer>>
  queryTransfer(outTransferNo: string): Promise<RailAnswer<RailTransfer>>
  /**
   * The event of a callback whose signature (Standard Webhooks, ±5 min) is right; the body must be the bytes as
   * received. Throws `signature_invalid` for a wrong, missing or old signature and `bad_request` for an event
   * this rail does not know.
   */
  verifyCallback(headers: Record<string, string | string[] | undefined>, rawBody: Buffer): RailEvent
}
