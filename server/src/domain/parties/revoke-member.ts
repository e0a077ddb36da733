import type { Database, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { revokeActiveMember } from './member-store.ts'

/** Ends a membership; the next request of that person is refused, because roles are read at each request. */
export async function revokeMember(
  trx: Transaction<Database>,
  member: { memberId: string; partyId: string },
): Promise<void> {
  const revoked = await revokeActiveMember(trx, member)
  if (!revoked) throw new DomainError('not_found', { what: 'member' })
}
