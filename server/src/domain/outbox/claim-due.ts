import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { keepPlans } from '#db/keep-plans.ts'
import { EVENTS, type EventKind, type OutboxEvent } from './events.ts'

/**
 * Takes up to `limit` events that are due, oldest first, and pushes each one's next delivery away: 10 s, 20 s, 40 s … at
 * most 10 min, give or take a fifth. Whoever takes them must call `finishEvents` or `failEvent`; when nobody does
 * (a killed worker, a flushed queue) they are simply due again. Several dispatchers may call it at once.
 */
export async function claimDue(db: Db, limit: number): Promise<OutboxEvent[]> {
  const { rows } = await sql<ClaimedRow>`
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
  `.execute(keepPlans(db))
  const events: OutboxEvent[] = []
  for (const row of rows) {
    const event = readEvent(row)
    if (event) events.push(event)
    else await buryEvent(db, row.id)
  }
  return events
}

interface ClaimedRow {
  id: string
  kind: string
  key: string
  payload: unknown
  tries: number
}

function readEvent({ kind, payload, ...row }: ClaimedRow): OutboxEvent | undefined {
  if (!isEventKind(kind)) return undefined
  const parsed = EVENTS[kind].safeParse(payload)
  return parsed.success ? ({ ...row, kind, payload: parsed.data } as OutboxEvent) : undefined
}

/** What this version cannot read (another version wrote it) waits for a person instead of standing in everybody's way. */
async function buryEvent(db: Db, id: string): Promise<void> {
  await db
    .updateTable('outbox')
    .set({ deadAt: sql`clock_timestamp()`, lastError: 'unreadable: unknown kind or payload' })
    .where('id', '=', id)
    .where('doneAt', 'is', null)
    .execute()
}

function isEventKind(kind: string): kind is EventKind {
  return Object.hasOwn(EVENTS, kind)
}
