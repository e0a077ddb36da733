import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { EVENTS, type EventKind, type OutboxEvent } from './events.ts'

/**
 * Takes up to `limit` events that are due, oldest first, and pushes each one's next delivery away: 10 s, 20 s, 40 s … at
 * most 10 min, give or take a fifth. Whoever takes them must call `finishEvent` or `failEvent`; when nobody does
 * (a killed worker, a flushed queue) they are simply due again. Several dispatchers may call it at once.
 */
export async function claimDue(db: Db, limit: number): Promise<OutboxEvent[]> {
  const { rows } = await sql<{ id: string; kind: string; key: string; payload: unknown; tries: number }>`
    WITH due AS (
      SELECT id FROM outbox
      WHERE done_at IS NULL AND dead_at IS NULL AND next_at <= clock_timestamp()
      ORDER BY next_at
      LIMIT ${limit}
      FOR UPDATE SKIP LOCKED
    )
    UPDATE outbox
    SET tries = tries + 1,
        next_at = clock_timestamp()
          + least(600, 10 * 2 ^ least(tries, 10)) * (0.8 + 0.4 * random()) * interval '1 second'
    FROM due
    WHERE outbox.id = due.id
    RETURNING outbox.id, kind, key, payload, tries
  `.execute(db)
  return rows.map(row => ({ ...row, ...readEvent(row.kind, row.payload) }) as OutboxEvent)
}

function readEvent(kind: string, payload: unknown): Pick<OutboxEvent, 'kind' | 'payload'> {
  if (!isEventKind(kind)) throw new Error(`the outbox holds an event of an unknown kind: ${kind}`)
  return { kind, payload: EVENTS[kind].parse(payload) } as Pick<OutboxEvent, 'kind' | 'payload'>
}

function isEventKind(kind: string): kind is EventKind {
  return Object.hasOwn(EVENTS, kind)
}
