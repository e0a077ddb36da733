import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { newLoanCode } from '#domain/custody/loan.ts'
import type { Ids, Markers } from './seed-tenant.ts'

/** A wish for a loan between the tenant's parties, and a link in the chain of their piece. */
export async function seedCustody(db: Db, ids: Ids, markers: Markers): Promise<Ids> {
  const { itemId = '', supplierId = '', streamerId = '', sessionId = '' } = ids
  const loanCode = newLoanCode()
  const { id: loanId } = await db
    .insertInto('sampleLoan')
    .values({
      code: loanCode,
      itemId,
      supplierId,
      streamerId,
      sessionId,
      days: 3,
      reason: `${markers.supplierPrivate} ${markers.streamerPrivate}`,
      dueAt: sql`app_now() + interval '3 days'`,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await db
    .insertInto('custodyLink')
    .values({
      itemId,
      seq: 1,
      place: 'at_inspector',
      holderId: supplierId,
      note: markers.supplierPrivate,
      actor: 'test',
      key: `seed:${itemId}`,
    })
    .execute()
  return { loanId, loanCode }
}
