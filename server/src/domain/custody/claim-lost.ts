import type { Fen } from '@haowu/shared/money.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import { appendLink } from './append-link.ts'
import type { ActOnLoan } from './approve-loan.ts'
import { liftOverdue } from './end-lending.ts'
import { writeOffLentItem } from './lent-item.ts'
import type { OpenLoanCase } from './loan-dispute.ts'
import { type LockedLoan, lockLoan, moveLoan } from './loan-store.ts'
import { canLoanMove } from './loan.ts'
import { recordLoanAct, tellAboutLoan } from './tell-about-loan.ts'

export interface ClaimedLost {
  /** What the borrower's deposit holds for the loan until the case is decided. */
  heldFen: Fen
  caseId: string | null
  repeated: boolean
}

/**
 * The supplier declares the piece lost: it is written off, and a case is opened about its price. What the loan holds stays held
 * until that case is decided, because a deposit is captured on nobody's word alone (`settle-lost-loan.ts`). Claiming twice is once.
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
    const heldFen = loan.exposureFen ?? 0n
    if (loan.state === 'lost') return { heldFen, caseId: loan.caseId, repeated: true }
    if (!canLoanMove(loan.state, 'lost')) throw new DomainError('loan_state', { state: loan.state })
    await refuseEarly(trx, loan)
    const caseId = await bringBeforeOperators(trx, loan, { act, openLoanCase: deps.openLoanCase })
    await writeOff(trx, loan, act.memberId)
    await recordLoanAct(trx, loan, {
      actor: `member:${act.memberId}`,
      action: 'loan_lost',
      facts: { heldFen: heldFen.toString(), caseId },
    })
    return { heldFen, caseId, repeated: false }
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

async function bringBeforeOperators(
  trx: Transaction<Database>,
  loan: LockedLoan,
  { act, openLoanCase }: { act: ActOnLoan & { statement: string }; openLoanCase: OpenLoanCase },
): Promise<string> {
  const { loanId, itemId, reportId, supplierId, streamerId } = loan
  await moveLoan(trx, loan, { to: 'lost', set: { capturedFen: 0n } })
  await liftOverdue(trx, loan)
  const { caseId } = await openLoanCase(trx, {
    loanId,
    itemId,
    reportId,
    supplierId,
    streamerId,
    memberId: act.memberId,
    about: 'missing',
    claimedFen: loan.priceFen ?? 0n,
    heldFen: loan.exposureFen ?? 0n,
    statement: act.statement,
    photos: [],
  })
  await trx.updateTable('sampleLoan').set({ caseId }).where('id', '=', loanId).execute()
  return caseId
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
