import type { Fen } from '@haowu/shared/money.ts'
import type { Database, Transaction } from '#db/database.ts'
import { holdWhatIsFree } from './hold-deposit.ts'

/**
 * Sets aside what a case may cost the party, up to what is free: a deposit that is too small never keeps a case from being
 * opened. A case has one hold; said again it answers with that one, whatever amount is asked for.
 */
export async function holdForCase(
  trx: Transaction<Database>,
  { caseId, partyId, amountFen }: { caseId: string; partyId: string; amountFen: Fen },
): Promise<{ heldFen: Fen }> {
  if (amountFen <= 0n) return { heldFen: 0n }
  return holdWhatIsFree(trx, { reason: 'case', refId: caseId, partyId, amountFen })
}
