import { type Kysely, sql } from 'kysely'

/** A show that is moved away at the last moment takes with it neither what it holds nor what it gave back: they keep their start. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- By which the end of a hold is judged; null where that is the start of its show.
    ALTER TABLE live_hold ADD COLUMN promised_start timestamptz;
  `.execute(db)
}
