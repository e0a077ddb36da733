import type { Fen } from '@haowu/shared/money.ts'
import type { Database, Transaction } from '#db/database.ts'
import { depositPaidIn } from '#domain/ledger/entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'

export interface DepositPayment {
  paymentId: string
  partyId: string
  amountFen: Fen
}

/**
 * Credits a payment of purpose `deposit` that the rail reports as succeeded, in the transaction that marks it so.
 * The ledger's key is the payment: a report that comes three times credits once.
 */
export async function creditDeposit(trx: Transaction<Database>, payment: DepositPayment): Promise<void> {
  await postEntries(trx, [depositPaidIn(payment)])
}
