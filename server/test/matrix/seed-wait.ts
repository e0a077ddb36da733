import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import type { Ids, Markers } from './seed-tenant.ts'

/** A place in a line for a show whose time to hold has not begun, so that nobody's act hands the piece over. */
export async function seedWait(
  db: Db,
  { streamerId = '', itemId = '' }: Ids,
  markers: Markers,
): Promise<string> {
  const { id: sessionId } = await db
    .insertInto('liveSession')
    .values({
      streamerId,
      title: markers.streamerPublic,
      roomCode: sql`upper(substr(md5(random()::text), 1, 8))`,
      startsAt: sql`app_now() + interval '2 days'`,
      endsAt: sql`app_now() + interval '50 hours'`,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const { id } = await db
    .insertInto('holdWait')
    .values({ itemId, sessionId, streamerId })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}
