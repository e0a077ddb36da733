import type { Fen } from '@haowu/shared/money.ts'
import type { Database, Transaction } from '#db/database.ts'

/** What a supplier says against a borrower. */
export interface LoanDispute {
  loanId: string
  itemId: string
  /** The report that the piece left with. */
  reportId: string | null
  supplierId: string
  streamerId: string
  memberId: string
  /** `damaged`: it came back otherwise than it left; `missing`: it never arrived anywhere. */
  about: 'damaged' | 'missing'
  claimedFen: Fen
  /** What of it the loan still holds, and need not be set aside again. */
  heldFen?: Fen
  statement: string
  photos: string[]
}

/** Brings the dispute before the operators, in the transaction that ends the loan; who composes the use case supplies it. */
export type OpenLoanCase = (trx: Transaction<Database>, dispute: LoanDispute) => Promise<{ caseId: string }>

/** Takes such a dispute back when its reason is gone; one that is decided already stays as it is. */
export type WithdrawLoanCase = (
  trx: Transaction<Database>,
  withdrawal: { caseId: string; actor: string },
) => Promise<void>
