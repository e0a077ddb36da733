import { sql } from 'kysely'
import type { Db } from '#db/database.ts'

/** `tries` counts the deliveries of the event up to this one. */
interface Delivery {
  id: string
  tries: number
}

/**
 * The ids of those deliveries whose event is not done yet and was not delivered again since. A job that the queue's store
 * took from a dead worker comes later than the next delivery of the same event; working on it would overtake whoever is at
 * that one already. Not for a job's first run: where events are delivered faster than they are worked off, none would be.
 */
export async function newestDeliveries(db: Db, deliveries: Delivery[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM outbox JOIN unnest(
      ${deliveries.map(({ id }) => id)}::uuid[], ${deliveries.map(({ tries }) => tries)}::int[]
    ) AS delivery (id, tries) USING (id, tries)
    WHERE done_at IS NULL AND dead_at IS NULL
  `.execute(db)
  return new Set(rows.map(({ id }) => id))
}
