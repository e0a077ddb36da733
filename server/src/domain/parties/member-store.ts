import type { Db, Transaction, Database } from '#db/database.ts'
import type { MemberRole } from './member.ts'

export function selectActiveMemberships(db: Db, userId: string) {
  return db
    .selectFrom('member')
    .innerJoin('party', 'party.id', 'member.partyId')
    .where('member.userId', '=', userId)
    .where('member.state', '=', 'active')
    .where('party.state', '<>', 'closed')
    .select([
      'member.id as memberId',
      'party.id as partyId',
      'party.name as partyName',
      'party.kind as partyKind',
      'party.state as partyState',
      'member.role',
    ])
    .orderBy('member.createdAt')
    .orderBy('member.id')
    .execute()
}

/** Inserts the membership, or makes a revoked one active again. */
export async function upsertMember(
  trx: Transaction<Database>,
  member: { partyId: string; userId: string; role: MemberRole },
): Promise<string> {
  const { id } = await trx
    .insertInto('member')
    .values(member)
    .onConflict(conflict => conflict.columns(['partyId', 'userId', 'role']).doUpdateSet({ state: 'active' }))
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** True when the membership was active and now is not. */
export async function revokeActiveMember(
  trx: Transaction<Database>,
  { memberId, partyId }: { memberId: string; partyId: string },
): Promise<{ userId: string } | undefined> {
  return trx
    .updateTable('member')
    .set({ state: 'revoked' })
    .where('id', '=', memberId)
    .where('partyId', '=', partyId)
    .where('state', '=', 'active')
    .returning('userId')
    .executeTakeFirst()
}

export function selectAccountsByDomain(db: Db, domain: string) {
  return db
    .selectFrom('member')
    .innerJoin('party', 'party.id', 'member.partyId')
    .innerJoin('auth.user', 'auth.user.id', 'member.userId')
    .where('member.state', '=', 'active')
    .where('auth.user.email', 'like', `%@${domain}`)
    .select(['auth.user.email', 'auth.user.name', 'party.name as partyName', 'member.role'])
    .orderBy('member.id')
    .execute()
}
