import { type Kysely, sql } from 'kysely'

/**
 * Which transaction told an event, so that a reader who looks again asks only for what was not yet decided at his last look,
 * however much is told meanwhile.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE live_event ADD COLUMN told_in xid8 NOT NULL DEFAULT pg_current_xact_id();
    CREATE INDEX live_event_told_in ON live_event (told_in);
  `.execute(db)
}
