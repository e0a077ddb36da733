import type { Database, Transaction } from '#db/database.ts'
import { endLiveHolds } from './end-live-holds.ts'
import { holdsOf, lockIdleHolds } from './hold-store.ts'

/**
 * Ends the live hold of an item that may no longer be sold. A buyer who is paying at this moment is stopped by the sale itself.
 * Returns the streamers who held it or hold it still, to be told why.
 */
export async function endHoldsOfItem(trx: Transaction<Database>, itemId: string): Promise<string[]> {
  const holders = await trx
    .selectFrom('liveHold')
    .select('streamerId')
    .distinct()
    .where('itemId', '=', itemId)
    .where('state', '=', 'active')
    .execute()
  await endLiveHolds(trx, await lockIdleHolds(trx, { which: holdsOf.item(itemId), limit: 10 }), 'released')
  return holders.map(({ streamerId }) => streamerId)
}
