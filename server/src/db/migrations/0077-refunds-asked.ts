import { type Kysely, sql } from 'kysely'

/** When somebody was asked about a refund last: whoever waits longest for an answer is asked about first. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE refund ADD COLUMN asked_at timestamptz;
    DROP INDEX refund_open;
    CREATE INDEX refund_open ON refund (coalesce(asked_at, created_at), id) WHERE state IN ('requested', 'processing');
  `.execute(db)
}
