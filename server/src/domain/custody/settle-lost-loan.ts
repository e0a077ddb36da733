import type { Fen } from '@haowu/shared/money.ts'
import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { captureForLoan, type LoanDecision } from '#domain/deposits/capture-for-loan.ts'
import { releaseForLoan } from '#domain/deposits/release-for-loan.ts'
import { returnForLoan } from '#domain/deposits/return-capture.ts'
import { available } from '#domain/ledger/accounts.ts'
import { giveBackCompensation } from './give-back-compensation.ts'

export interface LostLoan {
  loanId: string
  supplierId: string
  streamerId: string
  /** What the decision gave the supplier so far, and what of it he has given back because the piece was found. */
  capturedFen: Fen
  returnedFen: Fen
  isFound: boolean
}

/** The loan whose lost piece this case is about, locked. Its supplier may find the piece at any moment, so lock it before the case. */
export async function lockLostLoan(
  trx: Transaction<Database>,
  caseId: string,
): Promise<LostLoan | undefined> {
  const { rows } = await sql<LostLoan>`
    SELECT loan.id AS loan_id, loan.supplier_id, loan.streamer_id, coalesce(loan.captured_fen, 0) AS captured_fen,
      coalesce(loan.returned_fen, 0) AS returned_fen, loan.found_at IS NOT NULL AS is_found
    FROM sample_loan AS loan JOIN trust_case ON trust_case.item_id = loan.item_id
    WHERE trust_case.id = ${caseId} AND loan.case_id = trust_case.id AND loan.state = 'lost'
    FOR UPDATE OF loan
  `.execute(trx)
  return rows[0]
}

/**
 * The case was decided against the borrower: of the amount that was decided, what his deposit holds for the loan goes to the
 * supplier; answers with it. Of a piece that has been found meanwhile nothing is paid, and the hold ends.
 */
export async function compensateForLoan(
  trx: Transaction<Database>,
  { loanId, supplierId, capturedFen: earlierFen, isFound }: LostLoan,
  { amountFen, decision, actor }: { amountFen: Fen; decision: LoanDecision; actor: string },
): Promise<Fen> {
  if (isFound || amountFen === 0n) {
    await releaseForLoan(trx, { loanIds: [loanId] })
    return 0n
  }
  // Of loans that were given up before a case decided about them, the hold was paid out then.
  if (earlierFen > 0n) return 0n
  const to = available(supplierId)
  const { capturedFen } = await captureForLoan(trx, { loanId, amountFen, decision, to, actor })
  await trx.updateTable('sampleLoan').set({ capturedFen }).where('id', '=', loanId).execute()
  return capturedFen
}

/** The case ended without blame: the borrower's deposit is his again. */
export async function freeLostLoan(trx: Transaction<Database>, caseId: string): Promise<void> {
  const loan = await lockLostLoan(trx, caseId)
  if (loan) await releaseForLoan(trx, { loanIds: [loan.loanId] })
}

/** A decision that was carried out is overturned: what the supplier still has of it goes back into the borrower's deposit, once. */
export async function takeBackCompensation(
  trx: Transaction<Database>,
  caseId: string,
  actor: string,
): Promise<Fen> {
  const loan = await lockLostLoan(trx, caseId)
  if (!loan) return 0n
  const amountFen = loan.capturedFen - loan.returnedFen
  if (!(await returnForLoan(trx, { loanId: loan.loanId, amountFen, actor }))) return 0n
  await giveBackCompensation(trx, loan, { because: 'overturned', returnedFen: amountFen, actor })
  return amountFen
}
