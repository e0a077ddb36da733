import { type Kysely, sql } from 'kysely'

/** What becomes of items that a full file leaves out while somebody holds them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE import_missing
      -- Why the item stayed although the file leaves it out; null for one that is, or was, taken off.
      ADD COLUMN kept text CHECK (kept IN ('held', 'sold'));
  `.execute(db)
}
