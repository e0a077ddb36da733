import { type Fen, shareOf } from '@haowu/shared/money.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { wasReturned } from '#domain/deposits/return-capture.ts'
import { DomainError } from '#domain/domain-error.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import { appendLink } from './append-link.ts'
import type { ActOnLoan } from './approve-loan.ts'
import { giveBackCompensation } from './give-back-compensation.ts'
import { bringBackLostItem } from './lent-item.ts'
import type { WithdrawLoanCase } from './loan-dispute.ts'
import { APP_NOW, type LockedLoan, lockLoan } from './loan-store.ts'
import { recordLoanAct, tellAboutLoan } from './tell-about-loan.ts'

export interface FoundAgain {
  /** Given back to the borrower's deposit; what the supplier keeps for the time without the piece is the rest. */
  returnedFen: Fen
  repeated: boolean
}

/**
 * A piece that was declared lost is with its supplier again. The loan stays as it ended and the chain goes on: the piece is a draft
 * without a report, because nobody knows what happened to it meanwhile. A case about it that is not decided yet is withdrawn, which
 * frees the deposit; of what a decision gave the supplier, he keeps the part that the rule names and gives the rest back. Said twice is once. Throws `not_found`, `loan_state`, and `deadline_passed {until, rule,
 * ruleVersion}` after the days of the rule.
 */
export async function findAgain(
  deps: { db: Db; withdrawLoanCase: WithdrawLoanCase },
  act: ActOnLoan & { photos: string[]; note: string },
): Promise<FoundAgain> {
  return deps.db.transaction().execute(async trx => {
    const loan = await lockLoan(trx, { loanId: act.loanId, supplierId: act.supplierId })
    if (loan.state !== 'lost') throw new DomainError('loan_state', { state: loan.state })
    if (loan.returnedFen !== null) return { returnedFen: loan.returnedFen, repeated: true }
    const actor = `member:${act.memberId}`
    const rule = await readRule(trx, 'loan_found')
    await refuseLate(trx, loan, { days: rule.value.days, ruleVersion: rule.version })
    // A decision that was overturned has given everything back already.
    const isReturned = await wasReturned(trx, loan.loanId)
    const capturedFen = isReturned ? 0n : (loan.capturedFen ?? 0n)
    const returnedFen = capturedFen - shareOf(capturedFen, rule.value.keepBps)
    await trx
      .updateTable('sampleLoan')
      .set({ foundAt: APP_NOW, returnedFen, foundRuleVersion: rule.version })
      .where('id', '=', loan.loanId)
      .execute()
    await bringBackLostItem(trx, loan.itemId)
    await appendLink(trx, {
      itemId: loan.itemId,
      loanId: loan.loanId,
      place: 'at_supplier',
      holderId: loan.supplierId,
      photos: act.photos,
      note: act.note,
      actor,
      key: `loan:${loan.loanId}:found`,
    })
    await giveBackCompensation(trx, loan, { because: 'found', returnedFen, actor })
    if (loan.caseId !== null) await deps.withdrawLoanCase(trx, { caseId: loan.caseId, actor })
    const facts = {
      returnedFen: returnedFen.toString(),
      keepBps: rule.value.keepBps,
      ruleVersion: rule.version,
    }
    await tellAboutLoan(trx, loan, { to: 'streamer', kind: 'loan_moved', step: 'found', facts })
    await recordLoanAct(trx, loan, { actor, action: 'loan_found', facts })
    return { returnedFen, repeated: false }
  })
}

async function refuseLate(
  trx: Transaction<Database>,
  { loanId }: LockedLoan,
  { days, ruleVersion }: { days: number; ruleVersion: number },
): Promise<void> {
  const { rows } = await sql<{ until: Date; isOver: boolean }>`
    SELECT until, until < app_now() AS is_over FROM (
      SELECT ended_at + ${days}::int * interval '1 day' AS until FROM sample_loan WHERE id = ${loanId}) AS allowed
  `.execute(trx)
  const [allowed] = rows
  if (allowed?.isOver)
    throw new DomainError('deadline_passed', {
      until: allowed.until.toISOString(),
      rule: 'loan_found',
      ruleVersion,
    })
}
