import type { Request } from 'express'
import { readIdentity } from '#api/read-identity.ts'
import type { AppDeps } from '#app.ts'
import { DomainError } from '#domain/domain-error.ts'

export interface ActingSupplier {
  supplierId: string
  memberId: string
}

/** Who acts for a supplier in a request outside tRPC, by the same rule: the named membership, else the first that fits. */
export async function actingSupplier(
  deps: Pick<AppDeps, 'auth' | 'db'>,
  req: Request,
): Promise<ActingSupplier> {
  const identity = await readIdentity(deps, req.headers)
  if (!identity) throw new DomainError('unauthenticated')
  const chosen =
    req.get('x-member-id') ?? (typeof req.query.member === 'string' ? req.query.member : undefined)
  const membership = identity.memberships.find(
    ({ memberId, role, partyKind }) =>
      (chosen === undefined || memberId === chosen) && role === 'supplier' && partyKind === 'supplier',
  )
  if (!membership) throw new DomainError('forbidden')
  return { supplierId: membership.partyId, memberId: membership.memberId }
}
