import type { Fen } from '@haowu/shared/money.ts'
import type { Database, Transaction } from '#db/database.ts'
import type { AccountCode } from '#domain/ledger/accounts.ts'
import { captureNamed, type Captured } from './capture-deposit.ts'

export interface LoanCapture {
  loanId: string
  /** What the lost piece costs; more than zero. */
  amountFen: Fen
  /** Who is compensated, for example what the supplier may have paid out; penalties of the platform when nothing is said. */
  to?: AccountCode
  actor: string
}

/** Keeps what a loan held when its piece is lost, as `captureForCase` does; what the hold cannot cover is told as `missingFen`. */
export async function captureForLoan(
  trx: Transaction<Database>,
  { loanId, amountFen, to, actor }: LoanCapture,
): Promise<Captured> {
  const reckoned = {
    clause: 'loan_lost',
    ruleVersion: null,
    calculation: { lostFen: amountFen.toString() },
  }
  return captureNamed(trx, { cause: 'loan', refId: loanId, amountFen, reckoned, to, actor })
}
