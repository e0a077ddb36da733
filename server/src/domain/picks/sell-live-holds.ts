import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { announceAll, type AnyAnnouncement } from '#domain/outbox/announce.ts'
import { tellWaited } from './tell-waited.ts'
import { endingWaits, type Waiting } from './wait-store.ts'

/**
 * Ends the holds of items that were sold out of their rooms, and the lines of who waited for them; call it in the transaction of the sale, after `confirmSales`.
 * The deposit behind a hold is freed by the job that the announcement wakes, so that a sale never waits for it. What the
 * sale itself has to announce goes `along`. Returns the holds that ended now; others had ended before.
 */
export async function sellLiveHolds(
  trx: Transaction<Database>,
  holdIds: readonly string[],
  along: readonly AnyAnnouncement[] = [],
): Promise<string[]> {
  const rows = await endHoldsAndLines(trx, holdIds)
  const ended = [...new Set(rows.map(row => row.holdId))]
  await announceAll(trx, [
    ...along,
    ...ended.map(
      (holdId): AnyAnnouncement => ({
        kind: 'live_hold_ended',
        key: `live_hold:${holdId}:ended`,
        payload: { holdId },
      }),
    ),
  ])
  for (const wait of rows) if (wait.waitId !== null) await tellWaited(trx, { ...wait, kind: 'wait_gone' })
  return ended
}

type Ended = { holdId: string } & (Waiting | { waitId: null })

/** One round trip for both, because every sale needs them and hardly anybody waits. */
async function endHoldsAndLines(trx: Transaction<Database>, holdIds: readonly string[]): Promise<Ended[]> {
  const { rows } = await sql<Ended>`
    WITH sold AS (
      UPDATE live_hold SET state = 'sold', ended_at = app_now() WHERE id = ANY(${holdIds}::uuid[]) AND state = 'active'
      RETURNING id, item_id
    ), gone AS (
      ${endingWaits(sql<boolean>`item_id IN (SELECT item_id FROM sold)`, 'gone')}
    )
    SELECT sold.id AS hold_id, gone.* FROM sold LEFT JOIN gone ON gone.item_id = sold.item_id
  `.execute(trx)
  return rows
}
