import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'

export interface EndedAdmission {
  partyId: string
  categoryCode: string
  reason: string
  memberId: string
}

/** Takes one admission back; answers when. Null when it was taken back before; throws `not_found` when there never was one. */
export async function endAdmission(
  trx: Transaction<Database>,
  { partyId, categoryCode, reason, memberId }: EndedAdmission,
): Promise<Date | null> {
  const admission = await trx
    .selectFrom('categoryAdmission')
    .select('state')
    .where('partyId', '=', partyId)
    .where('categoryCode', '=', categoryCode)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!admission) throw new DomainError('not_found', { what: 'admission' })
  if (admission.state === 'revoked') return null
  const { revokedAt } = await trx
    .updateTable('categoryAdmission')
    .set({ state: 'revoked', revokedAt: sql<Date>`app_now()`, revokedReason: reason, revokedBy: memberId })
    .where('partyId', '=', partyId)
    .where('categoryCode', '=', categoryCode)
    .returning('revokedAt')
    .executeTakeFirstOrThrow()
  return revokedAt
}
