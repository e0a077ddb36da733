import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { announceAll } from '#domain/outbox/announce.ts'

/**
 * The pieces are gone from here: sold, sold elsewhere or lent out. Wherever else they are on sale they are taken off, by the job
 * that the announcements wake. Call it in the transaction in which they go. A unique piece that came back and goes again is taken
 * off again, because nobody tells us when its goods are put up there anew.
 */
export async function closeListings(trx: Transaction<Database>, itemIds: readonly string[]): Promise<void> {
  const { rows: closing } = await sql<{ listingId: string; closeNo: string }>`
    UPDATE channel_listing SET state = 'closing', answer = NULL, closed_at = NULL, close_no = uuid_v7(), asked_at = NULL
    WHERE item_id = ANY(${itemIds}::uuid[]) AND (state IN ('open', 'refused')
      OR state = 'closed' AND EXISTS (SELECT FROM item WHERE item.id = item_id AND item.stock_kind = 'unique'))
    RETURNING id AS listing_id, close_no
  `.execute(trx)
  await announceAll(
    trx,
    closing.map(({ listingId, closeNo }) => ({
      kind: 'listing_to_close' as const,
      key: `listing:${closeNo}:close`,
      payload: { listingId },
    })),
  )
}
