import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import type { Person } from '../build-person.ts'
import type { Ids, Markers } from './seed-tenant.ts'

/** The tenant's streamer works with its agency, which has invited another one. Beside them, the rating of their order. */
export async function seedAgency(
  db: Db,
  { agency, ids }: { agency: Person; ids: Ids },
  markers: Markers,
): Promise<Ids> {
  const { streamerId = '', orderId = '' } = ids
  const { id: invitationId } = await db
    .insertInto('agencyInvitation')
    .values({
      agencyId: agency.partyId,
      note: markers.streamerPrivate,
      tokenHash: randomBytes(32),
      invitedBy: agency.memberId,
      expiresAt: sql<Date>`app_now() + interval '3 days'`,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const { id: bondId } = await db
    .insertInto('agencyBond')
    .values({ agencyId: agency.partyId, streamerId })
    .returning('id')
    .executeTakeFirstOrThrow()
  const { id: ratingId } = await db
    .selectFrom('rating')
    .select('id')
    .where('orderId', '=', orderId)
    .executeTakeFirstOrThrow()
  return { invitationId, bondId, ratingId, invitationToken: randomBytes(24).toString('base64url') }
}
