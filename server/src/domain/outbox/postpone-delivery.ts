import { sql } from 'kysely'
import type { Db } from '#db/database.ts'

/** So long nobody else is given what somebody says to be at work on. */
const POSTPONED_SECONDS = 20

/**
 * Says that whoever was given these events is still at work on them, so that they are not delivered again meanwhile. Said
 * again and again until the work ends; when the worker is gone, they are due `POSTPONED_SECONDS` after its last word.
 * Never waits: a row that a transaction has locked is being finished.
 */
export async function postponeDelivery(db: Db, ids: string[]): Promise<void> {
  await sql`
    UPDATE outbox SET next_at = greatest(next_at, clock_timestamp() + make_interval(secs => ${POSTPONED_SECONDS}))
    WHERE id IN (
      SELECT id FROM outbox WHERE id = ANY(${ids}::uuid[]) AND done_at IS NULL AND dead_at IS NULL
      FOR NO KEY UPDATE SKIP LOCKED
    )
  `.execute(db)
}
