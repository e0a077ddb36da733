import { type Kysely, sql } from 'kysely'

/**
 * Each party's reckoning is found by party and day since the hourly one asks for everybody by himself. Nobody asks any more for the newest
 * of all, and an index of its moment made each writing of the day's row a writing of all its indexes.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`DROP INDEX deposit_due_computed`.execute(db)
}
