import type { Db } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { revokeActiveMember } from './member-store.ts'

export interface Revocation {
  memberId: string
  partyId: string
  /** The member who decides it; nobody locks himself out. */
  actorId: string
}

/**
 * Ends a membership; the next request of that person is refused, because roles are read at each request.
 * Throws `not_found` when the party has no such active member, `forbidden` when somebody would end his own.
 */
export async function revokeMember({ db }: { db: Db }, { actorId, ...member }: Revocation): Promise<void> {
  if (actorId === member.memberId) throw new DomainError('forbidden')
  await db.transaction().execute(async trx => {
    const revoked = await revokeActiveMember(trx, member)
    if (!revoked) throw new DomainError('not_found', { what: 'member' })
    await recordAct(trx, {
      actor: actorId,
      action: 'member_revoked',
      subjectType: 'member',
      subjectId: member.memberId,
      facts: { partyId: member.partyId },
    })
  })
}
