import { type Kysely, sql } from 'kysely'

/**
 * When a channel was asked last to take goods off: whoever waits longest for its answer is asked for first. And each closing has
 * a number of its own, because a piece that came back may go, and be taken off, again.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- All goods have a number from the start: a server from before has goods taken off without giving them one.
    ALTER TABLE channel_listing ADD COLUMN asked_at timestamptz, ADD COLUMN close_no uuid NOT NULL UNIQUE DEFAULT uuid_v7();
    -- What was asked before is asked again by the number it had.
    UPDATE channel_listing SET close_no = id WHERE state = 'closing';
    DROP INDEX channel_listing_closing;
    CREATE INDEX channel_listing_closing ON channel_listing (asked_at NULLS FIRST, created_at) WHERE state = 'closing';
  `.execute(db)
}
