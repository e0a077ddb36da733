import type { Fen } from '@haowu/shared/money.ts'
import type { Database, Transaction } from '#db/database.ts'
import { holdWhole } from './hold-deposit.ts'

/**
 * Sets aside the part of the borrower's deposit that covers a piece on loan: all of it or, with `deposit_short {freeFen,
 * neededFen, topUpFen}`, none. The same loan again changes nothing.
 */
export async function holdForLoan(
  trx: Transaction<Database>,
  { loanId, ruleVersion, ...hold }: { loanId: string; partyId: string; amountFen: Fen; ruleVersion?: number },
): Promise<void> {
  const by = ruleVersion === undefined ? undefined : { rule: 'sample_loan' as const, ruleVersion }
  await holdWhole(trx, { ...hold, reason: 'loan', refId: loanId, by })
}
