import { type Kysely, sql } from 'kysely'

const BOUNDS = { freshMinutes: 10, deadDays: 3 }

/** A source is asked for one piece before that is sold: how that went, and until when it is not asked after failures. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE feed_source
      -- Pieces asked for in a row that got no answer; its readings fail for themselves.
      ADD COLUMN check_failures int NOT NULL DEFAULT 0,
      ADD COLUMN check_open_until timestamptz,
      ADD COLUMN checked_at timestamptz,
      ADD COLUMN check_answer text CHECK (check_answer IN ('there', 'gone', 'unknown'))
  `.execute(db)
  await sql`
    INSERT INTO rule (code, scope, version, value, importance, published_at, effective_from)
    VALUES ('stock_check', '*', 1, ${JSON.stringify(BOUNDS)}::jsonb, 'ordinary', '2019-12-01 00:00+08', '2020-01-01 00:00+08')
  `.execute(db)
}
