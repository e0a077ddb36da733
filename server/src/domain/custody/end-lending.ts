import type { Database, Transaction } from '#db/database.ts'
import { releaseForLoan } from '#domain/deposits/release-for-loan.ts'
import { liftRestrictions } from '#domain/parties/restrict-party.ts'
import type { LockedLoan } from './loan-store.ts'

type Lent = Pick<LockedLoan, 'loanId' | 'streamerId'>

/** The borrower's deposit is his again, and being late no longer counts against him; what is freed already stays so. */
export async function endLending(trx: Transaction<Database>, loan: Lent): Promise<void> {
  await releaseForLoan(trx, { loanIds: [loan.loanId] })
  await liftOverdue(trx, loan)
}

export async function liftOverdue(trx: Transaction<Database>, { loanId, streamerId }: Lent): Promise<void> {
  await liftRestrictions(trx, { partyId: streamerId, cause: 'loan_overdue', refId: loanId })
}
