import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { EVENTS, type EventKind, type EventPayload } from './events.ts'

export interface Announcement<Kind extends EventKind> {
  /** Names the fact, for example `order:<id>:paid`; the same key announces once, however often it is said. */
  key: string
  payload: EventPayload<Kind>
}

/** Any fact with its kind. */
export type AnyAnnouncement = { [Kind in EventKind]: { kind: Kind } & Announcement<Kind> }[EventKind]

/**
 * Stores an event in the transaction of the fact it announces: both are committed, or neither.
 * Nobody is woken here (a NOTIFY would queue all commits behind one lock); the dispatcher looks again by itself.
 */
export async function announce<Kind extends EventKind>(
  trx: Transaction<Database>,
  kind: Kind,
  fact: Announcement<Kind>,
): Promise<void> {
  await announceAll(trx, [{ kind, ...fact } as AnyAnnouncement])
}

/** Several facts that become true together, in one round trip. */
export async function announceAll(
  trx: Transaction<Database>,
  facts: readonly AnyAnnouncement[],
): Promise<void> {
  if (facts.length === 0) return
  const payloads = facts.map(({ kind, payload }) => JSON.stringify(EVENTS[kind].parse(payload)))
  await sql`
    INSERT INTO outbox (kind, key, payload)
    SELECT kind, key, payload::jsonb
    FROM unnest(${facts.map(({ kind }) => kind)}::text[], ${facts.map(({ key }) => key)}::text[], ${payloads}::text[])
      AS fact(kind, key, payload)
    ON CONFLICT (key) DO NOTHING
  `.execute(trx)
}
