import type { Db } from '#db/database.ts'
import { type MemberRole, PARTY_KIND_OF_ROLE } from './member.ts'
import { selectActiveMemberships } from './member-store.ts'
import type { PartyKind, PartyState } from './party.ts'

export interface Membership {
  memberId: string
  partyId: string
  partyName: string
  partyKind: PartyKind
  partyState: PartyState
  role: MemberRole
}

/** The user's memberships that hold at this moment, oldest first; a revoked one or one of a closed party is absent. */
export async function readMemberships(db: Db, userId: string): Promise<Membership[]> {
  const rows = await selectActiveMemberships(db, userId)
  return rows.flatMap(row => {
    const role = row.role as MemberRole
    const partyKind = row.partyKind as PartyKind
    const partyState = row.partyState as PartyState
    return PARTY_KIND_OF_ROLE[role] === partyKind ? [{ ...row, role, partyKind, partyState }] : []
  })
}
