import type { Fen } from '@haowu/shared/money.ts'
import type { Database, Transaction } from '#db/database.ts'
import { depositPaidIn } from '#domain/ledger/deposit-entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { lockParty } from '#domain/parties/lock-party.ts'
import { reviewDeposit } from './review-deposit.ts'
import { findOpenTopUp } from './top-up-store.ts'

export interface DepositPayment {
  paymentId: string
  partyId: string
  amountFen: Fen
}

/**
 * Credits a payment of purpose `deposit` that the rail reports as succeeded, in the transaction that marks it so.
 * The ledger's key is the payment: a report that comes three times credits once. What a short deposit took away comes back
 * with the fen that makes it whole.
 */
export async function creditDeposit(trx: Transaction<Database>, payment: DepositPayment): Promise<void> {
  // Before the balances: whoever locks both takes the party first.
  await lockParty(trx, payment.partyId)
  await postEntries(trx, [depositPaidIn(payment)])
  if (await findOpenTopUp(trx, payment.partyId)) await reviewDeposit(trx, payment.partyId)
}
