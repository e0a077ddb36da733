import { MOST_SAVED_SEARCHES, type PlazaFilters, type PlazaSort } from '@haowu/shared/plaza.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { lockParty } from '#domain/parties/lock-party.ts'

interface OwnSearch {
  streamerId: string
  searchId: string
}

/**
 * Keeps filters under a name; the same name again keeps the new ones. `limit_reached` with `limit` when the streamer has
 * as many as there may be.
 */
export async function saveSearch(
  deps: { db: Db },
  {
    streamerId,
    name,
    filters,
    sort,
  }: { streamerId: string; name: string; filters: PlazaFilters; sort: PlazaSort },
): Promise<{ searchId: string }> {
  return deps.db.transaction().execute(async trx => {
    await lockParty(trx, streamerId)
    const kept = await trx
      .selectFrom('savedSearch')
      .select('name')
      .where('streamerId', '=', streamerId)
      .execute()
    if (kept.length >= MOST_SAVED_SEARCHES && !kept.some(search => search.name === name))
      throw new DomainError('limit_reached', { limit: MOST_SAVED_SEARCHES })
    const values = { filters: JSON.stringify(filters), sort, seenAt: sql<Date>`app_now()` }
    const { id } = await trx
      .insertInto('savedSearch')
      .values({ streamerId, name, ...values })
      .onConflict(conflict => conflict.columns(['streamerId', 'name']).doUpdateSet(values))
      .returning('id')
      .executeTakeFirstOrThrow()
    return { searchId: id }
  })
}

/** Throws `not_found` for one that is not the streamer's. */
export async function removeSearch(deps: { db: Db }, { streamerId, searchId }: OwnSearch): Promise<void> {
  const { numDeletedRows } = await deps.db
    .deleteFrom('savedSearch')
    .where('id', '=', searchId)
    .where('streamerId', '=', streamerId)
    .executeTakeFirstOrThrow()
  if (numDeletedRows === 0n) throw new DomainError('not_found', { what: 'search' })
}

/** From now on only what comes in later counts as new. Throws `not_found` for one that is not the streamer's. */
export async function markSearchSeen(deps: { db: Db }, { streamerId, searchId }: OwnSearch): Promise<void> {
  const { numUpdatedRows } = await deps.db
    .updateTable('savedSearch')
    .set({ seenAt: sql<Date>`app_now()` })
    .where('id', '=', searchId)
    .where('streamerId', '=', streamerId)
    .executeTakeFirstOrThrow()
  if (numUpdatedRows === 0n) throw new DomainError('not_found', { what: 'search' })
}
