import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { type DueMessage, type Receiver, sendMessage } from '../send-message.ts'

/** In seconds: what is not answered comes again after these, then no more; the pull finds it. */
const AGAIN_AFTER = [5, 300, 1_800, 7_200, 18_000, 36_000, 86_400]

/** Sends what is due, once; returns how many it tried. */
export async function deliverDuePushes(db: Db, receiver: Receiver, atMost: number): Promise<number> {
  const { rows } = await sql<DueMessage>`
    UPDATE channel_simulator.push
    SET tries = tries + 1,
      due_at = app_now() + coalesce((${AGAIN_AFTER}::int[])[tries + 1], 0) * interval '1 second',
      dead_at = CASE WHEN tries >= ${AGAIN_AFTER.length}::int THEN app_now() END
    WHERE id IN (
      SELECT id FROM channel_simulator.push WHERE delivered_at IS NULL AND dead_at IS NULL AND due_at <= app_now()
      ORDER BY due_at, id LIMIT ${atMost} FOR UPDATE SKIP LOCKED
    )
    RETURNING id, body, copies
  `.execute(db)
  await Promise.all(
    rows.map(async push => {
      if (await sendMessage(receiver, push))
        await db
          .updateTable('channelSimulator.push')
          .set({ deliveredAt: sql`app_now()`, deadAt: null })
          .where('id', '=', push.id)
          .execute()
    }),
  )
  return rows.length
}
