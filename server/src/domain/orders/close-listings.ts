import type { Database, Transaction } from '#db/database.ts'
import { announce } from '#domain/outbox/announce.ts'

/**
 * The piece is sold: wherever else it is on sale it is taken off, by the job that the announcements wake. Call it in the
 * transaction of the sale.
 */
export async function closeListings(trx: Transaction<Database>, itemId: string): Promise<void> {
  const closing = await trx
    .updateTable('channelListing')
    .set({ state: 'closing', answer: null })
    .where('itemId', '=', itemId)
    .where('state', 'in', ['open', 'refused'])
    .returning('id')
    .execute()
  for (const { id: listingId } of closing)
    await announce(trx, 'listing_to_close', { key: `listing:${listingId}:close`, payload: { listingId } })
}
