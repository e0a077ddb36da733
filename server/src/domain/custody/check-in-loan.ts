import type { Fen } from '@haowu/shared/money.ts'
import type { Database, Db, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { appendLink } from './append-link.ts'
import type { ActOnLoan } from './approve-loan.ts'
import { endLending } from './end-lending.ts'
import { offerLentItem, quarantineLentItem } from './lent-item.ts'
import type { OpenLoanCase } from './loan-dispute.ts'
import { type LockedLoan, lockLoan, moveLoan } from './loan-store.ts'
import { recordLoanAct, tellAboutLoan } from './tell-about-loan.ts'

export type CheckIn = ActOnLoan & { photos: string[] } & (
    | { outcome: 'matched' }
    | {
        outcome: 'differs'
        statement: string
        /** What the supplier asks for, at most what the piece was worth when it left. */
        claimedFen: Fen
      }
  )

export interface CheckedIn {
  caseId: string | null
  repeated: boolean
}

/**
 * The supplier has the piece back and has compared it with the report it left with. As it left: it is on sale again.
 * Otherwise: it stays off until a new report is published, and the difference becomes a case with the first statement.
 * Either way the deposit behind the loan is free; a case holds its own. The same answer twice is once.
 * Throws `not_found`, `loan_state`, and `bad_request` for a claim beyond the price.
 */
export async function checkInLoan(
  deps: { db: Db; openLoanCase: OpenLoanCase },
  act: CheckIn,
): Promise<CheckedIn> {
  return deps.db.transaction().execute(async trx => {
    const loan = await lockLoan(trx, { loanId: act.loanId, supplierId: act.supplierId })
    if (loan.state === 'returned' && loan.outcome === act.outcome)
      return { caseId: loan.caseId, repeated: true }
    const caseId = await bringHome(trx, loan, { act, openLoanCase: deps.openLoanCase })
    await appendLink(trx, {
      itemId: loan.itemId,
      loanId: loan.loanId,
      place: 'at_supplier',
      holderId: loan.supplierId,
      photos: act.photos,
      note: act.outcome,
      actor: `member:${act.memberId}`,
      key: `loan:${loan.loanId}:returned`,
    })
    const step = act.outcome === 'matched' ? 'returned' : 'differs'
    await tellAboutLoan(trx, loan, { to: 'streamer', kind: 'loan_moved', step })
    await recordLoanAct(trx, loan, {
      actor: `member:${act.memberId}`,
      action: 'loan_returned',
      facts: { outcome: act.outcome, caseId },
    })
    return { caseId, repeated: false }
  })
}

async function bringHome(
  trx: Transaction<Database>,
  loan: LockedLoan,
  { act, openLoanCase }: { act: CheckIn; openLoanCase: OpenLoanCase },
): Promise<string | null> {
  if (act.outcome === 'matched') {
    await moveLoan(trx, loan, { to: 'returned', set: { outcome: 'matched' } })
    await offerLentItem(trx, loan.itemId)
    await endLending(trx, loan)
    return null
  }
  if (act.claimedFen > (loan.priceFen ?? 0n)) throw new DomainError('bad_request', { field: 'claimedFen' })
  await moveLoan(trx, loan, { to: 'returned', set: { outcome: 'differs' } })
  await quarantineLentItem(trx, loan.itemId)
  await endLending(trx, loan)
  const { statement, claimedFen, photos, memberId } = act
  const { caseId } = await openLoanCase(trx, {
    ...partiesOf(loan),
    about: 'damaged',
    memberId,
    statement,
    claimedFen,
    photos,
  })
  await trx.updateTable('sampleLoan').set({ caseId }).where('id', '=', loan.loanId).execute()
  return caseId
}

function partiesOf({ loanId, itemId, reportId, supplierId, streamerId }: LockedLoan) {
  return { loanId, itemId, reportId, supplierId, streamerId }
}
