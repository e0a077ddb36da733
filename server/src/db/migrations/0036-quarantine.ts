import { type Kysely, sql } from 'kysely'

/** What an operator decides about two pieces of one number stands in the history of both. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE item_history DROP CONSTRAINT item_history_cause_check;
    ALTER TABLE item_history ADD CONSTRAINT item_history_cause_check
      CHECK (cause IN ('import', 'feed', 'api', 'edit', 'undo', 'missing', 'claim', 'quarantine'));
  `.execute(db)
}
