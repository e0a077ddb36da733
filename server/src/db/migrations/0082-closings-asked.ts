import { type Kysely, sql } from 'kysely'

/**
 * When a channel was asked last to take goods off: whoever waits longest for its answer is asked for first. And each closing has
 * a number of its own, because a piece that came back may go, and be taken off, again.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE channel_listing ADD COLUMN asked_at timestamptz, ADD COLUMN close_no uuid UNIQUE;
    -- What was asked before is asked again by the number it had.
    UPDATE channel_listing SET close_no = id WHERE state = 'closing';
    ALTER TABLE channel_listing ADD CHECK (state <> 'closing' OR close_no IS NOT NULL);
    DROP INDEX channel_listing_closing;
    CREATE INDEX channel_listing_closing ON channel_listing (asked_at NULLS FIRST, created_at) WHERE state = 'closing';
  `.execute(db)
}
