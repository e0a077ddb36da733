import type { Fen } from '@haowu/shared/money.ts'
import type { Database, Transaction } from '#db/database.ts'
import { holdWhole } from './hold-deposit.ts'

/**
 * Sets aside the part of the borrower's deposit that covers a piece on loan: all of it or, with `deposit_short {freeFen,
 * neededFen, topUpFen}`, none. The same loan again changes nothing.
 */
export async function holdForLoan(
  trx: Transaction<Database>,
  { loanId, partyId, amountFen }: { loanId: string; partyId: string; amountFen: Fen },
): Promise<void> {
  await holdWhole(trx, { reason: 'loan', refId: loanId, partyId, amountFen })
}
