import { type Kysely, sql } from 'kysely'

/**
 * Between which instants the shares of a settlement batch were written: by party and instant its orders are found over an index that settling
 * does not touch.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE settlement_batch ADD accrued_from timestamptz, ADD accrued_until timestamptz,
      ADD CONSTRAINT settlement_batch_window_check CHECK (accrued_from <= accrued_until);
    UPDATE settlement_batch SET accrued_from = made.first, accrued_until = made.last FROM (
      SELECT settlement_batch_id AS id, min(created_at) AS first, max(created_at) AS last FROM accrual
      WHERE settlement_batch_id IS NOT NULL GROUP BY 1
    ) AS made WHERE made.id = settlement_batch.id;
  `.execute(db)
}
