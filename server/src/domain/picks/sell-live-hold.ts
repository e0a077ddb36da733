import type { Database, Transaction } from '#db/database.ts'
import { announce } from '#domain/outbox/announce.ts'
import { closeLine } from './close-line.ts'
import { closeHolds } from './hold-store.ts'

/**
 * Ends the hold of an item that was sold out of its room, and the line of who waited for it; call it in the transaction of the sale, after `confirmSale`.
 * The deposit behind it is freed by the job that the announcement wakes, so that a sale never waits for it.
 * False when the hold had ended before.
 */
export async function sellLiveHold(trx: Transaction<Database>, holdId: string): Promise<boolean> {
  const [sold] = await closeHolds(trx, [holdId], { state: 'sold' })
  if (!sold) return false
  await closeLine(trx, sold.itemId)
  await announce(trx, 'live_hold_ended', { key: `live_hold:${holdId}:ended`, payload: { holdId } })
  return true
}
