import type { AuditAction } from '@haowu/shared/audit-actions.ts'
import type { ErrorFacts } from '@haowu/shared/errors.ts'
import type { NoticeKind } from '@haowu/shared/notices.ts'
import type { Database, Transaction } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { tellParty } from '#domain/notices/tell-party.ts'
import type { LockedLoan } from './loan-store.ts'

type Concerned = Pick<LockedLoan, 'loanId' | 'itemTitle' | 'supplierId' | 'streamerId'>

export interface LoanNews {
  to: 'supplier' | 'streamer'
  kind: Extract<NoticeKind, `loan_${string}`>
  /** What happened; it names the sentence, and the fact together with the loan. */
  step: string
  facts?: ErrorFacts
}

/** Tells one side of a loan what happened, once. */
export async function tellAboutLoan(
  trx: Transaction<Database>,
  loan: Concerned,
  { to, kind, step, facts = {} }: LoanNews,
): Promise<void> {
  await tellParty(trx, {
    partyId: to === 'supplier' ? loan.supplierId : loan.streamerId,
    kind,
    key: `loan:${loan.loanId}:${step}:${to}`,
    refId: loan.loanId,
    facts: { step, title: loan.itemTitle, ...facts },
  })
}

/** Records what was done to a loan, in the transaction that does it. */
export async function recordLoanAct(
  trx: Transaction<Database>,
  { loanId }: { loanId: string },
  { actor, action, facts = {} }: { actor: string; action: AuditAction; facts?: ErrorFacts },
): Promise<void> {
  await recordAct(trx, { actor, action, subjectType: 'loan', subjectId: loanId, facts })
}
