import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import type { LiveEvent } from './live-event.ts'

/** What was told of a topic within the last seconds, oldest first; one more than `limit` where there is more. */
export async function selectRecent(
  db: Db,
  { topic, seconds, limit }: { topic: string; seconds: number; limit: number },
): Promise<LiveEvent[]> {
  const { rows } = await sql<LiveEvent>`
    SELECT id::text AS id, topic, kind, payload FROM live_event
    WHERE told_at > clock_timestamp() - ${seconds}::float8 * interval '1 second' AND topic = ${topic}
    ORDER BY id
    LIMIT ${limit + 1}
  `.execute(db)
  return rows
}

/** Transactions from this one on may not all be decided yet: what they tell has to be looked for again. */
export async function readUndecidedFrom(db: Db): Promise<string> {
  const { rows } = await sql<{ from: string }>`
    SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS "from"`.execute(db)
  const [found] = rows
  if (!found) throw new Error('no snapshot')
  return found.from
}

/** The ids of what was told within the last seconds, and not before the transaction named, where one is. */
export async function selectRecentIds(
  db: Db,
  { undecidedFrom, seconds, limit }: { undecidedFrom: string | undefined; seconds: number; limit: number },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT id::text AS id FROM live_event
    WHERE told_at > clock_timestamp() - ${seconds}::float8 * interval '1 second'
      AND ${undecidedFrom === undefined ? sql`true` : sql`told_in >= ${undecidedFrom}::xid8`}
    LIMIT ${limit}
  `.execute(db)
  return rows.map(({ id }) => id)
}

/** Those with these ids, oldest first. */
export async function selectEvents(db: Db, ids: string[]): Promise<LiveEvent[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<LiveEvent>`
    SELECT id::text AS id, topic, kind, payload FROM live_event
    WHERE id = ANY(${ids}::bigint[]) ORDER BY live_event.id
  `.execute(db)
  return rows
}
