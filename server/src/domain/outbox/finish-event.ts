import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { keptPlan } from '#db/kept-plan.ts'
import { MOST_TRIES } from './events.ts'

const ERROR_CHARACTERS = 2_000

/**
 * Marks events as done, ideally in the transaction of their effect (pass the transaction).
 * Returns how many were not done before.
 */
export async function finishEvents(db: Db, ids: string[]): Promise<number> {
  if (ids.length === 0) return 0
  const { numAffectedRows } = await sql`${keptPlan}
    UPDATE outbox SET done_at = clock_timestamp(), last_error = NULL
    WHERE id = ANY(${ids}::uuid[]) AND done_at IS NULL
  `.execute(db)
  return Number(numAffectedRows)
}

/**
 * Notes why a delivery failed. It stays due for its next try; after the eighth it is dead and waits for a person.
 * NUL is replaced because PostgreSQL's text cannot hold it.
 */
export async function failEvent(
  db: Db,
  { id, error }: { id: string; error: unknown },
): Promise<{ dead: boolean }> {
  const row = await db
    .updateTable('outbox')
    .set({
      lastError: cleanMessage(error),
      deadAt: sql`CASE WHEN tries >= ${MOST_TRIES} THEN clock_timestamp() END`,
    })
    .where('id', '=', id)
    .where('doneAt', 'is', null)
    .returning('deadAt')
    .executeTakeFirst()
  return { dead: row !== undefined && row.deadAt !== null }
}

/** Gives back what could not even be handed to the queue: the attempt does not count, and it is due again in a second. */
export async function unclaimEvents(db: Db, ids: string[]): Promise<void> {
  if (ids.length === 0) return
  await db
    .updateTable('outbox')
    .set({ tries: sql`greatest(tries - 1, 0)`, nextAt: sql`clock_timestamp() + interval '1 second'` })
    .where('id', 'in', ids)
    .where('doneAt', 'is', null)
    .execute()
}

function cleanMessage(error: unknown): string {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return message.replaceAll('\0', '\uFFFD').slice(0, ERROR_CHARACTERS).toWellFormed()
}
