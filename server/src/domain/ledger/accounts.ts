/**
 * The chart of accounts, as code. A code is a kind, and for accounts of a party the party's id behind it.
 * Which side a kind grows on and whether it may fall below zero stands in the table `ledger.chart`;
 * `ledger.post` opens an account when it first meets its code.
 */
export type AccountCode = string & { readonly __brand: 'AccountCode' }

const platformAccount = (kind: string) => (): AccountCode => kind as AccountCode
const partyAccount =
  (kind: string) =>
  (partyId: string): AccountCode =>
    `${kind}:${partyId}` as AccountCode

// What we have: money at the payment channel and in banks, and what parties owe us.
export const channel = platformAccount('A:CHANNEL')
/** Held by a shop platform for orders of its rooms, until its settlement bill. */
export const channelKuaishou = platformAccount('A:CHANNEL_KUAISHOU')
export const bank = platformAccount('A:BANK')
export const depositBank = platformAccount('A:DEPOSIT_BANK')
/** Differences that finance has not explained yet. */
export const suspense = platformAccount('A:SUSPENSE')
/** What a party owes after a refund of money it has already been paid; recouped before anything else. */
export const receivable = partyAccount('A:RECEIVABLE')

// What we owe.
/** Paid by buyers, not yet divided; for each order it ends at zero. */
export const escrow = platformAccount('L:ESCROW')
/** To be returned to buyers, until the channel confirms. */
export const refundDue = platformAccount('L:REFUND_DUE')
/** The platform's share of orders that may still be refunded. */
export const deferred = platformAccount('L:DEFERRED')
export const taxPayable = platformAccount('L:TAX_PAYABLE')
/** Earned by a party, may still be refunded. */
export const pending = partyAccount('L:PENDING')
/** A party may have it paid out. */
export const available = partyAccount('L:AVAILABLE')
/** Settled but kept back for a while against refunds. */
export const reserve = partyAccount('L:RESERVE')
/** Asked for by the party, waiting for approval. */
export const payoutDue = partyAccount('L:PAYOUT_DUE')
/** Given to the rail, not yet confirmed. */
export const sent = partyAccount('L:SENT')
export const deposit = partyAccount('L:DEPOSIT')
/** Part of a deposit behind open holds; only the hold functions move it. */
export const depositHeld = partyAccount('L:DEPOSIT_HELD')

// What we earn and spend.
export const commissionIncome = platformAccount('I:COMMISSION')
export const commissionRefund = platformAccount('I:COMMISSION_REFUND')
export const penaltyIncome = platformAccount('I:PENALTY')
export const channelFee = platformAccount('E:CHANNEL_FEE')
/** Discounts that the platform pays for. */
export const subsidy = platformAccount('E:SUBSIDY')
export const badDebt = platformAccount('E:BAD_DEBT')
/** What the platform makes good when a mistake was its own. */
export const compensation = platformAccount('E:COMPENSATION')
