import { randomBytes } from 'node:crypto'
import type { Db } from '#db/database.ts'
import { addMember } from '#domain/parties/add-member.ts'
import { createAccount } from '#domain/parties/create-account.ts'
import { createParty } from '#domain/parties/create-party.ts'
import { type MemberRole, PARTY_KIND_OF_ROLE } from '#domain/parties/member.ts'
import { readPlatformId } from '#domain/parties/read-platform.ts'

export interface Person {
  userId: string
  memberId: string
  partyId: string
  role: MemberRole
  email: string
  password: string
}

export const TEST_PASSWORD = 'correct horse battery'

/** Somebody who can sign in and acts in one role, for a party of his own unless one is named. */
export async function buildPerson(
  db: Db,
  role: MemberRole,
  { partyId, name = `${role} of a test` }: { partyId?: string; name?: string } = {},
): Promise<Person> {
  const email = `${role}-${randomBytes(5).toString('hex')}@test.haowu.example`
  const platformId = await readPlatformId(db)
  return db.transaction().execute(async trx => {
    const userId = await createAccount(trx, { email, name, password: TEST_PASSWORD })
    const kind = PARTY_KIND_OF_ROLE[role]
    const party = partyId ?? (kind === 'platform' ? platformId : await createParty(trx, { kind, name }))
    const memberId = await addMember(trx, { partyId: party, userId, role })
    return { userId, memberId, partyId: party, role, email, password: TEST_PASSWORD }
  })
}
