import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { freedState } from './take-off-category.ts'

/**
 * Ends a session's hold. A buyer who is paying at this moment keeps his checkout; if he lets it lapse, the item becomes
 * available instead of returning to the session. False when the item no longer belongs to this hold: nothing to do.
 */
export async function releaseFromSession(
  trx: Transaction<Database>,
  hold: { itemId: string; holdId: string },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    UPDATE item SET updated_at = app_now(), live_hold_id = NULL, live_hold_until = NULL,
      state = CASE WHEN state = 'live_held' THEN ${freedState} ELSE state END
    WHERE id = ${hold.itemId} AND live_hold_id = ${hold.holdId}
  `.execute(trx)
  return numAffectedRows === 1n
}
