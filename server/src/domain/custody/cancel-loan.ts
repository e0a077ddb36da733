import type { Database, Db, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { endLending } from './end-lending.ts'
import { offerLentItem } from './lent-item.ts'
import { type LockedLoan, type LoanOf, lockLoan, moveLoan } from './loan-store.ts'
import { recordLoanAct, tellAboutLoan } from './tell-about-loan.ts'

/**
 * Either side calls a loan off before the piece is shipped: an agreed piece is on sale again, the deposit free. A wish that
 * is not answered yet is the streamer's to take back; the supplier refuses it instead. Throws `not_found`, `loan_state`.
 */
export async function cancelLoan(
  deps: { db: Db },
  { memberId, ...of }: LoanOf & { memberId: string },
): Promise<{ repeated: boolean }> {
  return deps.db.transaction().execute(async trx => {
    const loan = await lockLoan(trx, of)
    if (loan.state === 'cancelled') return { repeated: true }
    if (loan.state === 'requested' && of.streamerId === undefined)
      throw new DomainError('loan_state', { state: loan.state })
    await callOff(trx, loan, 'cancelled')
    const to = of.streamerId === undefined ? 'streamer' : 'supplier'
    await tellAboutLoan(trx, loan, { to, kind: 'loan_moved', step: 'cancelled' })
    await recordLoanAct(trx, loan, { actor: `member:${memberId}`, action: 'loan_cancelled' })
    return { repeated: false }
  })
}

/** The loan ends before the piece left: what an agreement took is given back. */
export async function callOff(
  trx: Transaction<Database>,
  loan: LockedLoan,
  to: 'cancelled' | 'expired',
): Promise<void> {
  await moveLoan(trx, loan, { to })
  if (loan.state !== 'approved') return
  await offerLentItem(trx, loan.itemId)
  await endLending(trx, loan)
}
