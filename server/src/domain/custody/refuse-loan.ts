import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import type { ActOnLoan } from './approve-loan.ts'
import { APP_NOW, lockLoan, moveLoan } from './loan-store.ts'
import { recordLoanAct, tellAboutLoan } from './tell-about-loan.ts'

/** The supplier says no, and why. Twice is once, with the first reason. Throws `not_found` and `loan_state`. */
export async function refuseLoan(
  deps: { db: Db },
  { reason, ...act }: ActOnLoan & { reason: string },
): Promise<{ repeated: boolean }> {
  return deps.db.transaction().execute(async trx => {
    const loan = await lockLoan(trx, act)
    if (loan.state === 'refused') return { repeated: true }
    if (loan.state !== 'requested') throw new DomainError('loan_state', { state: loan.state })
    await moveLoan(trx, loan, { to: 'refused', set: { refusedReason: reason, decidedAt: APP_NOW } })
    await tellAboutLoan(trx, loan, {
      to: 'streamer',
      kind: 'loan_decided',
      step: 'refused',
      facts: { reason },
    })
    await recordLoanAct(trx, loan, { actor: `member:${act.memberId}`, action: 'loan_refused' })
    return { repeated: false }
  })
}
