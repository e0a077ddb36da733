import type { Database, Transaction } from '#db/database.ts'
import { EVENTS, type EventKind, type EventPayload } from './events.ts'

export interface Announcement<Kind extends EventKind> {
  /** Names the fact, for example `order:<id>:paid`; the same key announces once, however often it is said. */
  key: string
  payload: EventPayload<Kind>
}

/**
 * Stores an event in the transaction of the fact it announces: both are committed, or neither.
 * Nobody is woken here (a NOTIFY would queue all commits behind one lock); the dispatcher looks again by itself.
 */
export async function announce<Kind extends EventKind>(
  trx: Transaction<Database>,
  kind: Kind,
  { key, payload }: Announcement<Kind>,
): Promise<void> {
  await trx
    .insertInto('outbox')
    .values({ kind, key, payload: JSON.stringify(EVENTS[kind].parse(payload)) })
    .onConflict(conflict => conflict.column('key').doNothing())
    .execute()
}
