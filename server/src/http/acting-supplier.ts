import type { Request } from 'express'
import type { AppDeps } from '#app.ts'
import { actingMember } from './acting-member.ts'

export interface ActingSupplier {
  supplierId: string
  memberId: string
}

/** Who acts for a supplier in a request outside tRPC. */
export async function actingSupplier(
  deps: Pick<AppDeps, 'auth' | 'db'>,
  req: Request,
): Promise<ActingSupplier> {
  const { partyId, memberId } = await actingMember(deps, req, ['supplier'])
  return { supplierId: partyId, memberId }
}
