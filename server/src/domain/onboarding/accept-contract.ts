import type { Db } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import type { Applicant } from './application.ts'
import { insertAcceptance } from './contract-store.ts'

/** A member signs a version for his party; twice is once. `not_found` for a contract that is not for his kind of party. */
export async function acceptContract(
  deps: { db: Db },
  { contractId, ...applicant }: Applicant & { contractId: string },
): Promise<void> {
  await deps.db.transaction().execute(async trx => {
    if (!(await insertAcceptance(trx, { ...applicant, contractId })))
      throw new DomainError('not_found', { what: 'contract' })
    await recordAct(trx, {
      actor: `member:${applicant.memberId}`,
      action: 'contract_accepted',
      subjectType: 'contract',
      subjectId: contractId,
      facts: { partyId: applicant.partyId },
    })
  })
}
