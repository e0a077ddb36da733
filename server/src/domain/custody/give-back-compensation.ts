import { type Fen, least } from '@haowu/shared/money.ts'
import type { Database, Transaction } from '#db/database.ts'
import { reviewDeposit } from '#domain/deposits/review-deposit.ts'
import { available } from '#domain/ledger/accounts.ts'
import { lostLoanReturned } from '#domain/ledger/deposit-entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { readBalance } from '#domain/ledger/read-balances.ts'
import { withFreshBalances } from '#domain/ledger/with-fresh-balances.ts'
import { owe } from '#domain/receivables/owe.ts'
import { type LockedLoan, lockBorrower } from './loan-store.ts'

interface GivenBack {
  because: 'found' | 'overturned'
  returnedFen: Fen
  actor: string
}

/** From the supplier into the borrower's deposit: out of what he has available, and what that does not cover as a debt of his. */
export async function giveBackCompensation(
  trx: Transaction<Database>,
  { loanId, supplierId, streamerId }: Pick<LockedLoan, 'loanId' | 'supplierId' | 'streamerId'>,
  { because, returnedFen, actor }: GivenBack,
): Promise<void> {
  if (returnedFen === 0n) return
  // Before the balances: whoever locks both takes the party first.
  await lockBorrower(trx, streamerId)
  await withFreshBalances(trx, async ({ onBalances }) => {
    const thereFen = onBalances ? await readBalance(trx, available(supplierId)) : 0n
    const availableFen = least(thereFen, returnedFen)
    const receivableFen = returnedFen - availableFen
    await postEntries(trx, [
      lostLoanReturned({ loanId, supplierId, streamerId, because, availableFen, receivableFen, actor }),
    ])
    if (receivableFen === 0n) return
    await owe(trx, {
      partyId: supplierId,
      cause: 'compensation',
      refId: loanId,
      orderId: null,
      amountFen: receivableFen,
    })
  })
  await reviewDeposit(trx, streamerId)
}
