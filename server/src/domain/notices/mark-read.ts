import { sql } from 'kysely'
import type { Db } from '#db/database.ts'

/** Marks what the party was told up to and including this notice as read; ids rise with time. Unknown ids change nothing. */
export async function markRead(
  deps: { db: Db },
  { partyId, upTo }: { partyId: string; upTo: string },
): Promise<void> {
  await deps.db
    .updateTable('notice')
    .set({ readAt: sql<Date>`app_now()` })
    .where('partyId', '=', partyId)
    .where('id', '<=', upTo)
    .where('readAt', 'is', null)
    .execute()
}
