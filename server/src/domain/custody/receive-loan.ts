import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { appendLink } from './append-link.ts'
import { APP_NOW, findLoanByCode, lockLoan, moveLoan } from './loan-store.ts'
import { recordLoanAct, tellAboutLoan } from './tell-about-loan.ts'

export interface ReceiveLoan {
  streamerId: string
  memberId: string
  /** From the slip in the parcel: who can say it has the parcel. */
  loanCode: string
  photos: string[]
}

/**
 * The streamer has the piece: his days begin. Scanning twice is once. Throws `not_found` for a code that is none of his,
 * and `loan_state`.
 */
export async function receiveLoan(
  deps: { db: Db },
  { streamerId, memberId, loanCode, photos }: ReceiveLoan,
): Promise<{ loanId: string; repeated: boolean }> {
  return deps.db.transaction().execute(async trx => {
    const loanId = await findLoanByCode(trx, { code: loanCode, streamerId })
    if (loanId === undefined) throw new DomainError('not_found', { what: 'loan' })
    const loan = await lockLoan(trx, { loanId, streamerId })
    if (loan.state === 'received') return { loanId, repeated: true }
    await moveLoan(trx, loan, { to: 'received', dueInDays: loan.days, set: { receivedAt: APP_NOW } })
    const actor = `member:${memberId}`
    await appendLink(trx, {
      itemId: loan.itemId,
      loanId,
      place: 'with_streamer',
      holderId: streamerId,
      photos,
      actor,
      key: `loan:${loanId}:received`,
    })
    await tellAboutLoan(trx, loan, { to: 'supplier', kind: 'loan_moved', step: 'received' })
    await recordLoanAct(trx, loan, { actor, action: 'loan_received', facts: { photos: photos.length } })
    return { loanId, repeated: false }
  })
}
