import type { Database, Transaction } from '#db/database.ts'
import { releaseFromSession } from '#domain/catalog/release-live-hold.ts'
import { releaseExposure } from '#domain/deposits/release-deposit.ts'
import { type ActiveHold, closeHolds, type HoldEnd } from './hold-store.ts'

/**
 * The one way a hold ends without a sale: the hold is closed, the item returns to the plaza, the deposit is freed, all in the
 * caller's transaction. The caller has locked the holds (`lockIdleHolds`). Returns how many ended now.
 */
export async function endLiveHolds(
  trx: Transaction<Database>,
  holds: ActiveHold[],
  end: HoldEnd,
): Promise<number> {
  const ended = await closeHolds(
    trx,
    holds.map(hold => hold.holdId),
    end,
  )
  for (const hold of ended) await releaseFromSession(trx, hold)
  await releaseExposure(
    trx,
    ended.map(hold => hold.holdId),
  )
  return ended.length
}
