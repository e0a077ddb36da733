import { type Kysely, sql } from 'kysely'

/**
 * Which orders a settlement batch settled shares of: from a batch its shares are found by their own key, because no index that settling
 * would change leads to them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE settlement_batch ADD order_ids uuid[] NOT NULL DEFAULT '{}';
    UPDATE settlement_batch SET order_ids = made.order_ids FROM (
      SELECT settlement_batch_id AS id, array_agg(DISTINCT order_id) AS order_ids FROM accrual
      WHERE settlement_batch_id IS NOT NULL GROUP BY 1
    ) AS made WHERE made.id = settlement_batch.id;
  `.execute(db)
}
