import type { Database, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { type MemberRole, PARTY_KIND_OF_ROLE } from './member.ts'
import { upsertMember } from './member-store.ts'
import { selectParty } from './party-store.ts'

export interface NewMember {
  partyId: string
  userId: string
  role: MemberRole
}

/** Lets a user act for a party; doing it twice is one membership. Returns its id. Throws `not_found` or `bad_request`. */
export async function addMember(trx: Transaction<Database>, member: NewMember): Promise<string> {
  const party = await selectParty(trx, member.partyId)
  if (!party) throw new DomainError('not_found', { what: 'party' })
  if (PARTY_KIND_OF_ROLE[member.role] !== party.kind) throw new DomainError('bad_request', { field: 'role' })
  return upsertMember(trx, member)
}
