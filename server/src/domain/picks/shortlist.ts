import type { Fen } from '@haowu/shared/money.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'

export interface Pick {
  streamerId: string
  itemId: string
}

const MOST_PICKS = 500

/** Puts an item on the streamer's shortlist; holding it comes later. Twice is once. Throws `not_found`, `hold_limit` at 500. */
export async function addPick(deps: { db: Db }, { streamerId, itemId }: Pick): Promise<void> {
  const { rows } = await sql<{ isItem: boolean; count: number }>`
    SELECT EXISTS (SELECT FROM item WHERE id = ${itemId} AND state IN ('available', 'live_held', 'checkout_held')) AS is_item,
      (SELECT count(*)::int FROM pick WHERE streamer_id = ${streamerId}) AS count
  `.execute(deps.db)
  if (!rows[0]?.isItem) throw new DomainError('not_found', { what: 'item' })
  if (rows[0].count >= MOST_PICKS) throw new DomainError('hold_limit', { limit: MOST_PICKS })
  await deps.db
    .insertInto('pick')
    .values({ streamerId, itemId })
    .onConflict(conflict => conflict.columns(['streamerId', 'itemId']).doNothing())
    .execute()
}

/** Takes it off again; what is not there stays not there. */
export async function removePick(deps: { db: Db }, { streamerId, itemId }: Pick): Promise<void> {
  await deps.db.deleteFrom('pick').where('streamerId', '=', streamerId).where('itemId', '=', itemId).execute()
}

export interface PickRow {
  itemId: string
  title: string
  categoryCode: string
  grade: string | null
  priceFen: Fen
  photos: unknown
  /** Free to be held now. */
  isFree: boolean
  pickedAt: Date
}

/** The whole shortlist, newest first; its length is bounded. */
export async function listPicks(db: Db, { streamerId }: { streamerId: string }): Promise<PickRow[]> {
  const { rows } = await sql<PickRow>`
    SELECT item.id AS item_id, item.title, item.category_code, item.grade, item.price_fen, item.photos,
      item.state = 'available' OR (item.state = 'live_held' AND item.live_hold_until <= app_now()) AS is_free,
      pick.created_at AS picked_at
    FROM pick JOIN item ON item.id = pick.item_id
    WHERE pick.streamer_id = ${streamerId}
    ORDER BY pick.created_at DESC, item.id
    LIMIT ${MOST_PICKS}
  `.execute(db)
  return rows
}
