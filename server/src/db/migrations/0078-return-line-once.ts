import { type Kysely, sql } from 'kysely'

/**
 * One line of the bank brings one payout back. Where a line was named for several before, the first has it and the others are marked:
 * they stand as they were recorded, for somebody to look at.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE payout ADD is_return_repeated boolean NOT NULL DEFAULT false;
    UPDATE payout SET is_return_repeated = true FROM (
      SELECT id, row_number() OVER (PARTITION BY upper(btrim(return_reference)) ORDER BY created_at, id) AS nth
      FROM payout WHERE return_reference IS NOT NULL
    ) AS named WHERE named.id = payout.id AND nth > 1;
    CREATE UNIQUE INDEX payout_return_line ON payout (upper(btrim(return_reference)))
      WHERE return_reference IS NOT NULL AND NOT is_return_repeated;
  `.execute(db)
}
