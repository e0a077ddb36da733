import { type Kysely, sql } from 'kysely'

/** What a row may say beside values: which kind of goods it is, what to empty, and whether to take it off. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE import_row
      -- Null leaves what the item is; a new one is a unique piece.
      ADD COLUMN stock_kind text,
      -- The row says "take it off" (true) or "put it back" (false); null says neither.
      ADD COLUMN withdraw boolean;

    -- Beside headers and words a supplier says once in what her files are written, where their bytes do not tell.
    ALTER TABLE mapping_memory DROP CONSTRAINT mapping_memory_kind_check;
    ALTER TABLE mapping_memory ADD CHECK (kind IN ('column', 'word', 'encoding'));
  `.execute(db)
}
