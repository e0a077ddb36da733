import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import type { LiveEvent } from './live-event.ts'

/** What was told within the last seconds, oldest first, of one topic or of all; one more than `limit` where there is more. */
export async function selectRecent(
  db: Db,
  { topic, seconds, limit }: { topic?: string; seconds: number; limit: number },
): Promise<LiveEvent[]> {
  const { rows } = await sql<LiveEvent>`
    SELECT id::text AS id, topic, kind, payload FROM live_event
    WHERE told_at > clock_timestamp() - ${seconds}::float8 * interval '1 second'
      AND (${topic ?? null}::text IS NULL OR topic = ${topic ?? null}::text)
    ORDER BY id
    LIMIT ${limit + 1}
  `.execute(db)
  return rows
}
