import { type Kysely, sql } from 'kysely'

/** What changed a moment ago, for screens that are open: kept for a day, so that a reader that was away learns what it missed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE live_event (
      -- Rises, but transactions commit in another order: whoever replays goes back further than the last id he saw.
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      topic text NOT NULL CHECK (topic ~ '^(session|party):[0-9a-f-]{36}$'),
      kind text NOT NULL,
      payload jsonb NOT NULL,
      -- The real clock: who reads these is a process, not a business day.
      told_at timestamptz NOT NULL DEFAULT clock_timestamp()
    );
    CREATE INDEX live_event_topic ON live_event (topic, told_at);
    CREATE INDEX live_event_told ON live_event (told_at);
    ALTER TABLE live_event SET (autovacuum_vacuum_insert_scale_factor = 0.1);
    REVOKE UPDATE ON live_event FROM haowu_app;
  `.execute(db)
}
