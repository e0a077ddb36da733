import type { Database, Transaction } from '#db/database.ts'
import { releaseNamed } from './release-deposit.ts'

/** Gives back what these loans held; those that hold nothing any more are passed over. Returns how many it freed. */
export async function releaseForLoan(
  trx: Transaction<Database>,
  { loanIds }: { loanIds: string[] },
): Promise<number> {
  return releaseNamed(trx, { reason: 'loan', refIds: loanIds })
}
