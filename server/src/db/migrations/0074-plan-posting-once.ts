import { type Kysely, sql } from 'kysely'

/**
 * Every posting planned its eight statements anew: seeing how long its arrays are, PostgreSQL took each plan for cheaper
 * than the kept one, though it is the same plan. Whatever the number of entries, it is the indexes they go by.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER FUNCTION ledger.write(ledger.batch, boolean) SET plan_cache_mode = force_generic_plan`.execute(
    db,
  )
}
