import type { Fen } from '@haowu/shared/money.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { captureForLoan } from '#domain/deposits/capture-for-loan.ts'
import { DomainError } from '#domain/domain-error.ts'
import { available } from '#domain/ledger/accounts.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import { appendLink } from './append-link.ts'
import type { ActOnLoan } from './approve-loan.ts'
import { endLending } from './end-lending.ts'
import { writeOffLentItem } from './lent-item.ts'
import type { OpenLoanCase } from './loan-dispute.ts'
import { type LockedLoan, lockLoan, moveLoan } from './loan-store.ts'
import { canLoanMove } from './loan.ts'
import { recordLoanAct, tellAboutLoan } from './tell-about-loan.ts'

export interface ClaimedLost {
  capturedFen: Fen
  /** What the price exceeds the deposit behind the loan; the case is about it. */
  missingFen: Fen
  caseId: string | null
  repeated: boolean
}

/**
 * The supplier declares the piece lost. From the borrower's hands or on its way back, what the loan held goes to the
 * supplier, up to the price, and what is missing becomes a case. On its way out nobody can say whose hands it was in:
 * nothing is captured, all of it becomes a case. The piece is written off. Claiming twice is once.
 *
 * Throws `not_found`, `loan_state`, and `loan_not_lost_yet {claimAt}` before the days of the rule are over: counted from
 * the last day to send it back, or once a parcel is overdue on its way home.
 */
export async function claimLost(
  deps: { db: Db; openLoanCase: OpenLoanCase },
  act: ActOnLoan & { statement: string },
): Promise<ClaimedLost> {
  return deps.db.transaction().execute(async trx => {
    const loan = await lockLoan(trx, act)
    const priceFen = loan.priceFen ?? 0n
    if (loan.state === 'lost') {
      const capturedFen = loan.capturedFen ?? 0n
      return { capturedFen, missingFen: priceFen - capturedFen, caseId: loan.caseId, repeated: true }
    }
    if (!canLoanMove(loan.state, 'lost')) throw new DomainError('loan_state', { state: loan.state })
    await refuseEarly(trx, loan)
    const claimed = await compensate(trx, loan, { act, openLoanCase: deps.openLoanCase })
    await writeOff(trx, loan, act.memberId)
    await recordLoanAct(trx, loan, {
      actor: `member:${act.memberId}`,
      action: 'loan_lost',
      facts: {
        capturedFen: claimed.capturedFen.toString(),
        missingFen: claimed.missingFen.toString(),
        caseId: claimed.caseId,
      },
    })
    return { ...claimed, repeated: false }
  })
}

async function refuseEarly(trx: Transaction<Database>, { state, dueAt }: LockedLoan): Promise<void> {
  const { value: windows, version } = await readRule(trx, 'loan_days')
  const days = state === 'sent_back' ? 0 : windows.lostAfter
  const { rows } = await sql<{ claimAt: Date; isEarly: boolean }>`
    SELECT claim_at, claim_at > app_now() AS is_early
    FROM (SELECT ${dueAt}::timestamptz + ${days}::int * interval '1 day' AS claim_at) AS allowed
  `.execute(trx)
  const [allowed] = rows
  if (!allowed || allowed.isEarly)
    throw new DomainError('loan_not_lost_yet', {
      claimAt: allowed?.claimAt.toISOString() ?? null,
      rule: 'loan_days',
      ruleVersion: version,
    })
}

type Compensation = Omit<ClaimedLost, 'repeated'>

async function compensate(
  trx: Transaction<Database>,
  loan: LockedLoan,
  { act, openLoanCase }: { act: ActOnLoan & { statement: string }; openLoanCase: OpenLoanCase },
): Promise<Compensation> {
  const priceFen = loan.priceFen ?? 0n
  const { loanId, itemId, reportId, supplierId, streamerId } = loan
  const { capturedFen, missingFen } =
    loan.state === 'shipped'
      ? { capturedFen: 0n, missingFen: priceFen }
      : await captureForLoan(trx, {
          loanId,
          amountFen: priceFen,
          to: available(supplierId),
          actor: `member:${act.memberId}`,
        })
  await moveLoan(trx, loan, { to: 'lost', set: { capturedFen } })
  await endLending(trx, loan)
  if (missingFen === 0n) return { capturedFen, missingFen, caseId: null }
  const { caseId } = await openLoanCase(trx, {
    loanId,
    itemId,
    reportId,
    supplierId,
    streamerId,
    memberId: act.memberId,
    about: 'missing',
    claimedFen: missingFen,
    statement: act.statement,
    photos: [],
  })
  await trx.updateTable('sampleLoan').set({ caseId }).where('id', '=', loanId).execute()
  return { capturedFen, missingFen, caseId }
}

async function writeOff(trx: Transaction<Database>, loan: LockedLoan, memberId: string): Promise<void> {
  await writeOffLentItem(trx, loan.itemId)
  await appendLink(trx, {
    itemId: loan.itemId,
    loanId: loan.loanId,
    place: 'lost',
    holderId: loan.streamerId,
    actor: `member:${memberId}`,
    key: `loan:${loan.loanId}:lost`,
  })
  await tellAboutLoan(trx, loan, { to: 'streamer', kind: 'loan_moved', step: 'lost' })
}
