import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { offered } from '#domain/catalog/item-states.ts'

export interface Pick {
  streamerId: string
  itemId: string
}

export const MOST_PICKS = 500

/** Puts an item on the streamer's shortlist; holding it comes later. Twice is once. Throws `not_found`, `hold_limit` at 500. */
export async function addPick(
  deps: { db: Db },
  { streamerId, itemId, note = '' }: Pick & { note?: string | undefined },
): Promise<void> {
  const { rows } = await sql<{ isItem: boolean; count: number }>`
    SELECT EXISTS (SELECT FROM item WHERE id = ${itemId} AND state IN ${offered}) AS is_item,
      (SELECT count(*)::int FROM pick WHERE streamer_id = ${streamerId}) AS count
  `.execute(deps.db)
  if (!rows[0]?.isItem) throw new DomainError('not_found', { what: 'item' })
  if (rows[0].count >= MOST_PICKS) throw new DomainError('hold_limit', { limit: MOST_PICKS })
  await deps.db
    .insertInto('pick')
    .values({ streamerId, itemId, note })
    .onConflict(conflict => conflict.columns(['streamerId', 'itemId']).doNothing())
    .execute()
}

/** Takes it off again; what is not there stays not there. */
export async function removePick(deps: { db: Db }, { streamerId, itemId }: Pick): Promise<void> {
  await deps.db.deleteFrom('pick').where('streamerId', '=', streamerId).where('itemId', '=', itemId).execute()
}

/** Words for oneself beside a pick. Throws `not_found` for what is not on the shortlist. */
export async function notePick(
  deps: { db: Db },
  { streamerId, itemId, note }: Pick & { note: string },
): Promise<void> {
  const { numUpdatedRows } = await deps.db
    .updateTable('pick')
    .set({ note })
    .where('streamerId', '=', streamerId)
    .where('itemId', '=', itemId)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw new DomainError('not_found', { what: 'item' })
}

/** How many there are, for the badge. */
export async function countPicks(db: Db, streamerId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM pick WHERE streamer_id = ${streamerId}
  `.execute(db)
  return rows[0]?.count ?? 0
}
