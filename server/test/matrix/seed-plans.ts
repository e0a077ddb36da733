import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import type { Ids, Markers } from './seed-tenant.ts'

/** A streamer's request for a plan, a leader's offer for another, and whom a supplier does not want; with words nobody else may read. */
export async function seedPlans(db: Db, ids: Ids, markers: Markers): Promise<Ids> {
  const { planId = '', supplierId = '', streamerId = '', agencyId = '' } = ids
  const { id: requestId } = await db
    .insertInto('planRequest')
    .values({
      planId,
      supplierId,
      streamerId,
      note: markers.streamerPrivate,
      expiresAt: sql<Date>`app_now() + interval '1 day'`,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const { id: offerId } = await db
    .insertInto('leaderOffer')
    .values({
      planId,
      supplierId,
      leaderId: agencyId,
      serviceRateBps: 100,
      note: markers.supplierPrivate,
      expiresAt: sql<Date>`app_now() + interval '1 day'`,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const { id: blocked } = await db
    .insertInto('party')
    .values({ kind: 'streamer', name: 'a streamer whom nobody names' })
    .returning('id')
    .executeTakeFirstOrThrow()
  await db
    .insertInto('streamerBlock')
    .values({ supplierId, streamerId: blocked, reason: markers.supplierPrivate })
    .execute()
  return { requestId, offerId }
}
