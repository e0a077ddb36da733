import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { keepPlans } from '#db/keep-plans.ts'
import { type DueMessage, type Receiver, sendMessage } from '../send-message.ts'

const MOST_TRIES = 15

/**
 * Sends what is due, once; returns how many messages it tried. A message that is not answered with 2xx comes again
 * after 1 s, 2 s, 4 s … at most 10 min, fifteen times in all.
 */
export async function deliverDueCallbacks(anyDb: Db, receiver: Receiver, atMost: number): Promise<number> {
  const db = keepPlans(anyDb)
  const { rows } = await sql<DueMessage>`
    UPDATE rail_simulator.callback
    SET tries = tries + 1, due_at = app_now() + least(600, 2 ^ tries) * interval '1 second',
      dead_at = CASE WHEN tries + 1 >= ${MOST_TRIES}::int THEN app_now() END
    WHERE id IN (
      SELECT id FROM rail_simulator.callback
      WHERE delivered_at IS NULL AND dead_at IS NULL AND due_at <= app_now()
      ORDER BY due_at LIMIT ${atMost} FOR UPDATE SKIP LOCKED
    )
    RETURNING id, body, copies
  `.execute(db)
  await Promise.all(
    rows.map(async callback => {
      if (await sendMessage(receiver, callback))
        await db
          .updateTable('railSimulator.callback')
          .set({ deliveredAt: sql`app_now()`, deadAt: null })
          .where('id', '=', callback.id)
          .execute()
    }),
  )
  return rows.length
}
