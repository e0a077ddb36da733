import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'

/** Marks what the party was told up to and including this notice as read; ids rise with time. Throws `not_found` for another's. */
export async function markRead(
  deps: { db: Db },
  { partyId, upTo }: { partyId: string; upTo: string },
): Promise<void> {
  const own = await deps.db
    .selectFrom('notice')
    .select('id')
    .where('id', '=', upTo)
    .where('partyId', '=', partyId)
    .executeTakeFirst()
  if (!own) throw new DomainError('not_found', { what: 'notice' })
  await deps.db
    .updateTable('notice')
    .set({ readAt: sql<Date>`app_now()` })
    .where('partyId', '=', partyId)
    .where('id', '<=', upTo)
    .where('readAt', 'is', null)
    .execute()
}
