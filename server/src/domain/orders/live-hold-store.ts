import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { announce } from '#domain/outbox/announce.ts'

/** The session has sold what it held: its hold ends, and the job behind the event frees the deposit that stood for it. */
export async function endLiveHold(trx: Transaction<Database>, holdId: string): Promise<void> {
  await trx
    .updateTable('liveHold')
    .set({ state: 'sold', endedAt: sql`app_now()` })
    .where('id', '=', holdId)
    .where('state', '=', 'active')
    .execute()
  await announce(trx, 'live_hold_ended', { key: `live-hold:${holdId}:ended`, payload: { holdId } })
}
