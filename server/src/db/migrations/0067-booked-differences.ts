import { type Kysely, sql } from 'kysely'

/** A difference that was booked can be opened again: one asks with a reason, another agrees, and the entry is taken back by its mirror. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE break
      ADD COLUMN reopen_maker_id uuid REFERENCES member,
      ADD COLUMN reopen_wish text CHECK (reopen_wish <> ''),
      -- How many of its bookings were taken back; the next is another entry.
      ADD COLUMN taken_back smallint NOT NULL DEFAULT 0 CHECK (taken_back >= 0),
      ADD CONSTRAINT break_reopening_wish CHECK ((reopen_maker_id IS NULL) = (reopen_wish IS NULL)),
      ADD CONSTRAINT break_reopening_booked CHECK (reopen_maker_id IS NULL OR (state = 'resolved' AND resolution = 'adjusted'));
    CREATE INDEX break_taken_back ON break (id) WHERE taken_back > 0;
  `.execute(db)
}
