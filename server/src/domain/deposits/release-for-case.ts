import type { Database, Transaction } from '#db/database.ts'
import { releaseNamed } from './release-deposit.ts'

/** Gives back what a case held. A case that holds nothing, or whose hold was captured or freed before, changes nothing. */
export async function releaseForCase(
  trx: Transaction<Database>,
  { caseId }: { caseId: string },
): Promise<void> {
  await releaseNamed(trx, { reason: 'case', refIds: [caseId] })
}
