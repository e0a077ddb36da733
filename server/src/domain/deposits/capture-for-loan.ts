import type { Fen } from '@haowu/shared/money.ts'
import type { Database, Transaction } from '#db/database.ts'
import type { AccountCode } from '#domain/ledger/accounts.ts'
import { captureNamed, type Captured } from './capture-deposit.ts'

/** The case that found the borrower to blame, and by which clause. */
export interface LoanDecision {
  caseId: string
  caseNo: string
  clause: string
  ruleVersion: number
}

export interface LoanCapture {
  loanId: string
  /** What was decided; more than zero. */
  amountFen: Fen
  decision: LoanDecision
  /** Who is compensated, for example what the supplier may have paid out; penalties of the platform when nothing is said. */
  to?: AccountCode
  actor: string
}

/** Keeps what a loan held when a case has decided who lost its piece, as `captureForCase` does; what the hold cannot cover is told as `missingFen`. */
export async function captureForLoan(
  trx: Transaction<Database>,
  { loanId, amountFen, decision, to, actor }: LoanCapture,
): Promise<Captured> {
  const { caseId, caseNo, clause, ruleVersion } = decision
  const calculation = { caseId, caseNo, decidedFen: amountFen.toString() }
  const reckoned = { clause, ruleVersion, calculation }
  return captureNamed(trx, { cause: 'loan', refId: loanId, amountFen, reckoned, to, actor })
}
