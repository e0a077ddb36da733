import { type Kysely, sql } from 'kysely'

/** What a row may say beside values: which kind of goods it is, what to empty, and whether to take it off. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE import_row
      -- Null leaves what the item is; a new one is a unique piece.
      ADD COLUMN stock_kind text,
      -- The row says "take it off" (true) or "put it back" (false); null says neither.
      ADD COLUMN withdraw boolean;
  `.execute(db)
}
