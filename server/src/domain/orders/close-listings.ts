import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { announceAll } from '#domain/outbox/announce.ts'

/**
 * The pieces are sold: wherever else they are on sale they are taken off, by the job that the announcements wake. Call it in
 * the transaction of the sale.
 */
export async function closeListings(trx: Transaction<Database>, itemIds: readonly string[]): Promise<void> {
  const closing = await trx
    .updateTable('channelListing')
    .set({ state: 'closing', answer: null })
    .where(sql<boolean>`item_id = ANY(${itemIds}::uuid[])`)
    .where('state', 'in', ['open', 'refused'])
    .returning('id')
    .execute()
  await announceAll(
    trx,
    closing.map(({ id: listingId }) => ({
      kind: 'listing_to_close' as const,
      key: `listing:${listingId}:close`,
      payload: { listingId },
    })),
  )
}
