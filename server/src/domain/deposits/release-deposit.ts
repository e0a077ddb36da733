import type { Database, Db, Transaction } from '#db/database.ts'
import { releaseHold } from '#domain/ledger/hold-balance.ts'
import { closeHolds, findEndedHolds, type HoldReason } from './deposit-store.ts'

/** Frees the deposit behind these live holds. Those already freed, and those that needed none, are passed over. Returns how many it freed. */
export async function releaseExposure(trx: Transaction<Database>, liveHoldIds: string[]): Promise<number> {
  return releaseNamed(trx, { reason: 'live_hold', refIds: liveHoldIds })
}

/** The same for whatever a deposit can stand behind. */
export async function releaseNamed(
  trx: Transaction<Database>,
  holds: { reason: HoldReason; refIds: string[] },
): Promise<number> {
  if (holds.refIds.length === 0) return 0
  const closed = await closeHolds(trx, holds)
  for (const { ledgerHoldId } of closed) await releaseHold(trx, ledgerHoldId)
  return closed.length
}

const BATCH = 200
const MOST_BATCHES = 50

/**
 * Frees the deposit of every live hold that has ended: sold ones, whose sale does not wait for this, and whatever a crash left
 * behind. Found in the tables, in bounded batches; may run twice at once. Returns how many it freed.
 */
export async function settleDepositHolds(deps: { db: Db }): Promise<number> {
  let freed = 0
  for (let batch = 0; batch < MOST_BATCHES; batch++) {
    const count = await deps.db
      .transaction()
      .execute(async trx => releaseExposure(trx, await findEndedHolds(trx, BATCH)))
    freed += count
    if (count === 0) break
  }
  return freed
}
