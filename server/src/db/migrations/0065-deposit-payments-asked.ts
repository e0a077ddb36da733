import { type Kysely, sql } from 'kysely'

/** When the rail was asked about a payment last: whoever waits longest for an answer is asked about first. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE payment ADD COLUMN asked_at timestamptz;
    DROP INDEX payment_open_deposit;
    CREATE INDEX payment_open_deposit ON payment (coalesce(asked_at, created_at))
      WHERE purpose = 'deposit' AND state = 'created';
  `.execute(db)
}
