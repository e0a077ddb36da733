import { type Fen, shareOf } from '@haowu/shared/money.ts'
import type { Database, Db, Transaction } from '#db/database.ts'
import { holdForLoan } from '#domain/deposits/hold-for-loan.ts'
import { DomainError } from '#domain/domain-error.ts'
import { refuseRestricted } from '#domain/parties/restrict-party.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import { lendItem } from './lent-item.ts'
import { readLendingRule, refuseTooMany } from './loan-rules.ts'
import { APP_NOW, countLent, type LockedLoan, lockBorrower, lockLoan, moveLoan } from './loan-store.ts'
import { canLoanMove } from './loan.ts'
import { recordLoanAct, tellAboutLoan } from './tell-about-loan.ts'

export interface ActOnLoan {
  loanId: string
  supplierId: string
  memberId: string
}

/**
 * The supplier agrees: the piece leaves sale at once, a part of its price is set aside from the borrower's deposit, all or
 * nothing. Agreeing twice is once. Throws `not_found`, `loan_state`, `party_restricted` (whoever of the two is), `forbidden` (the borrower does not trade any more), `loan_too_long`, `loan_too_many`,
 * `item_held_elsewhere` (a show or a buyer has it), `item_unavailable`, `report_invalid`, and `borrower_short`, when
 * the borrower is told how much to top up.
 */
export async function approveLoan(deps: { db: Db }, act: ActOnLoan): Promise<{ repeated: boolean }> {
  try {
    return await deps.db.transaction().execute(trx => approve(trx, act))
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'deposit_short') throw error
    const { topUpFen: missingFen, rule = null, ruleVersion = null } = error.facts
    const topUpFen = String(missingFen)
    await deps.db.transaction().execute(trx => tellShort(trx, act, topUpFen))
    // How much a borrower has deposited is not the supplier's business.
    throw new DomainError('borrower_short', { loanId: act.loanId, rule, ruleVersion })
  }
}

async function approve(trx: Transaction<Database>, act: ActOnLoan): Promise<{ repeated: boolean }> {
  const loan = await lockLoan(trx, act)
  if (loan.state === 'approved') return { repeated: true }
  if (!canLoanMove(loan.state, 'approved')) throw new DomainError('loan_state', { state: loan.state })
  await refuseRestricted(trx, { partyIds: [act.supplierId], kind: 'no_holds' })
  await refuseRestricted(trx, { partyIds: [loan.streamerId], kind: 'no_holds', who: 'borrower' })
  const { priceFen, reportId } = await lendItem(trx, loan)
  const { exposureFen, ruleVersion } = await secure(trx, loan, priceFen)
  const { value: windows } = await readRule(trx, 'loan_days')
  await moveLoan(trx, loan, {
    to: 'approved',
    dueInDays: windows.ship,
    set: { priceFen, reportId, exposureFen, ruleVersion, decidedAt: APP_NOW },
  })
  await tellAboutLoan(trx, loan, { to: 'streamer', kind: 'loan_decided', step: 'approved' })
  await recordLoanAct(trx, loan, {
    actor: `member:${act.memberId}`,
    action: 'loan_approved',
    facts: { itemId: loan.itemId, exposureFen: exposureFen.toString() },
  })
  return { repeated: false }
}

/** After the item, the borrower is locked: what he has out is counted and what his deposit stands for is held in turn. */
async function secure(
  trx: Transaction<Database>,
  { loanId, streamerId, days }: LockedLoan,
  priceFen: Fen,
): Promise<{ exposureFen: Fen; ruleVersion: number }> {
  const { tier, state } = await lockBorrower(trx, streamerId)
  if (state !== 'active') throw new DomainError('forbidden', { partyState: state })
  const rule = await readLendingRule(trx, { tier, days })
  refuseTooMany(rule, { tier, lent: await countLent(trx, streamerId) })
  const exposureFen = shareOf(priceFen, rule.value.exposureBps)
  await holdForLoan(trx, { loanId, partyId: streamerId, amountFen: exposureFen, ruleVersion: rule.version })
  return { exposureFen, ruleVersion: rule.version }
}

async function tellShort(trx: Transaction<Database>, act: ActOnLoan, topUpFen: string): Promise<void> {
  const loan = await lockLoan(trx, act)
  const step = 'deposit_short'
  await tellAboutLoan(trx, loan, { to: 'streamer', kind: 'loan_decided', step, facts: { topUpFen } })
}
