import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { announceAll, type AnyAnnouncement } from '#domain/outbox/announce.ts'
import { tellWaited } from './tell-waited.ts'
import type { Waiting } from './wait-store.ts'

/**
 * Ends the hold of an item that was sold out of its room, and the line of who waited for it; call it in the transaction of the sale, after `confirmSale`.
 * The deposit behind it is freed by the job that the announcement wakes, so that a sale never waits for it. What the sale
 * itself has to announce goes `along`.
 * False when the hold had ended before.
 */
export async function sellLiveHold(
  trx: Transaction<Database>,
  holdId: string,
  ...along: AnyAnnouncement[]
): Promise<boolean> {
  const ended = await endHoldAndLine(trx, holdId)
  const isSold = ended[0]?.isSold === true
  if (isSold) along.push({ kind: 'live_hold_ended', key: `live_hold:${holdId}:ended`, payload: { holdId } })
  await announceAll(trx, along)
  for (const wait of ended) if (wait.waitId !== null) await tellWaited(trx, { ...wait, kind: 'wait_gone' })
  return isSold
}

type Ended = { isSold: boolean } & (Waiting | { waitId: null })

/** One round trip for both, because every sale needs them and hardly anybody waits. */
async function endHoldAndLine(trx: Transaction<Database>, holdId: string): Promise<Ended[]> {
  const { rows } = await sql<Ended>`
    WITH sold AS (
      UPDATE live_hold SET state = 'sold', ended_at = app_now() WHERE id = ${holdId} AND state = 'active'
      RETURNING item_id
    ), gone AS (
      UPDATE hold_wait SET state = 'gone', ended_at = app_now()
      WHERE state = 'waiting' AND item_id = (SELECT item_id FROM sold)
      RETURNING id AS wait_id, item_id, session_id, streamer_id
    )
    SELECT EXISTS (SELECT FROM sold) AS is_sold, gone.* FROM (SELECT) AS always LEFT JOIN gone ON true
  `.execute(trx)
  return rows
}
