import { sql } from 'kysely'
import type { Db } from '#db/database.ts'

export interface OwnHold {
  sessionId: string
  sessionTitle: string
}

/** Which of these items the streamer holds himself at this moment, and for which of his shows. */
export async function listOwnHolds(
  db: Db,
  { streamerId, itemIds }: { streamerId: string; itemIds: string[] },
): Promise<Map<string, OwnHold>> {
  if (itemIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('liveHold')
    .innerJoin('liveSession', 'liveSession.id', 'liveHold.sessionId')
    .select(['liveHold.itemId', 'liveSession.id as sessionId', 'liveSession.title as sessionTitle'])
    .where('liveHold.streamerId', '=', streamerId)
    .where('liveHold.itemId', 'in', itemIds)
    .where('liveHold.state', '=', 'active')
    .where('liveHold.until', '>', sql<Date>`app_now()`)
    .execute()
  return new Map(rows.map(({ itemId, ...hold }) => [itemId, hold]))
}
