import { createHash } from 'node:crypto'
import type { PayoutState } from '@haowu/shared/settlement.ts'

/** Every move a payout can make. `returned` is for money that came back after it was confirmed. */
export const PAYOUT_MOVES = {
  requested: ['approved', 'rejected'],
  approved: ['sent', 'rejected'],
  rejected: [],
  sent: ['unknown', 'confirmed', 'failed'],
  unknown: ['confirmed', 'failed'],
  confirmed: ['returned'],
  failed: [],
  returned: [],
} as const satisfies Record<PayoutState, readonly PayoutState[]>

/** Given to the rail, and not yet known how it ended. */
export const IN_FLIGHT = ['sent', 'unknown'] as const satisfies PayoutState[]

/** Of a payout whose end nobody has told, or two have: it waits for no second person. */
export const NOTHING_PROPOSED = { proposedOutcome: null, proposedReference: null, proposedBy: null }

export interface PayoutFacts {
  payoutId: string
  partyId: string
  amountFen: bigint
  taxFen: bigint
  invoiceNo: string | null
  payeeAccountId: string
  holderName: string
  bankName: string
  accountNoSealed: Buffer
}

/**
 * SHA-256 over everything that decides where how much money goes. It is stored when the payout is asked for, shown to the
 * checker, and computed again when he approves and when the money is sent: a payout that was changed in between does not match.
 */
export function hashPayout(payout: PayoutFacts): Buffer {
  return createHash('sha256')
    .update(
      JSON.stringify([
        'payout:v2',
        payout.payoutId,
        payout.partyId,
        payout.amountFen.toString(),
        payout.taxFen.toString(),
        payout.invoiceNo,
        payout.payeeAccountId,
        payout.holderName,
        payout.bankName,
        payout.accountNoSealed.toString('base64'),
      ]),
    )
    .digest()
}
