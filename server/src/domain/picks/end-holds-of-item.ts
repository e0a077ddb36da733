import type { Database, Transaction } from '#db/database.ts'
import { closeLine } from './close-line.ts'
import { endLiveHolds } from './end-live-holds.ts'
import { holdsOf, lockIdleHolds } from './hold-store.ts'
import { tellPieceLeft } from './tell-sheet.ts'

/**
 * Takes the live hold of an item back that may no longer be sold, and sends home who waited for it. A buyer who is paying at this moment is stopped by the sale itself.
 * Returns the streamers who held it or hold it still, to be told why.
 */
export async function endHoldsOfItem(trx: Transaction<Database>, itemId: string): Promise<string[]> {
  const holders = await trx
    .selectFrom('liveHold')
    .select(['streamerId', 'sessionId'])
    .where('itemId', '=', itemId)
    .where('state', '=', 'active')
    .execute()
  const idle = await lockIdleHolds(trx, { which: holdsOf.item(itemId), limit: 10 })
  await endLiveHolds(trx, idle, { state: 'revoked', revokedBy: 'platform', revokeReason: 'not_for_sale' })
  await closeLine(trx, itemId)
  for (const holder of holders) await tellPieceLeft(trx, { itemId, ...holder })
  return [...new Set(holders.map(({ streamerId }) => streamerId))]
}
