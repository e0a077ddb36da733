import type { Database, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { type Admission, upsertAdmissions } from './admission-store.ts'
import { activateParty } from './party-store.ts'

/** Lets a party take part, or a party that does sell in more categories. `not_found` for none that may become active. */
export async function admitParty(trx: Transaction<Database>, admission: Admission): Promise<void> {
  if (!(await activateParty(trx, admission.partyId))) throw new DomainError('not_found', { what: 'party' })
  await upsertAdmissions(trx, admission)
}
