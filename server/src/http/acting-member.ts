import type { Request } from 'express'
import { readIdentity } from '#api/read-identity.ts'
import type { AppDeps } from '#app.ts'
import { DomainError } from '#domain/domain-error.ts'
import type { MemberRole } from '#domain/parties/member.ts'

export interface ActingMember {
  userId: string
  partyId: string
  memberId: string
  role: MemberRole
}

/** Who acts in a request outside tRPC, by the same rule: the named membership, else the first whose role fits. */
export async function actingMember(
  deps: Pick<AppDeps, 'auth' | 'db'>,
  req: Request,
  roles: readonly MemberRole[],
): Promise<ActingMember> {
  const identity = await readIdentity(deps, req.headers)
  if (!identity) throw new DomainError('unauthenticated')
  // A link that the browser follows by itself carries no header.
  const chosen =
    req.get('x-member-id') ?? (typeof req.query.member === 'string' ? req.query.member : undefined)
  const membership = identity.memberships.find(
    ({ memberId, role }) => (chosen === undefined || memberId === chosen) && roles.includes(role),
  )
  if (!membership) throw new DomainError('forbidden')
  const { partyId, memberId, role } = membership
  return { userId: identity.user.userId, partyId, memberId, role }
}
