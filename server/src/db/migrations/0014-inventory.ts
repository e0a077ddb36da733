import { type Kysely, sql } from 'kysely'

/** Views a person saved of a list, and files made of the inventory. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE saved_view (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      member_id uuid NOT NULL,
      screen text NOT NULL CHECK (screen IN ('items', 'imports', 'plaza')),
      name text NOT NULL CHECK (name <> '' AND length(name) <= 40),
      -- The screen's address as it reads it: every filter and the order.
      search jsonb NOT NULL,
      created_at timestamptz NOT NULL DEFAULT app_now(),
      UNIQUE (member_id, screen, name)
    );
    CREATE TABLE item_export (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      supplier_id uuid NOT NULL REFERENCES party,
      member_id uuid NOT NULL,
      filter jsonb NOT NULL,
      format text NOT NULL CHECK (format IN ('csv', 'xlsx')),
      language text NOT NULL CHECK (language IN ('zh', 'en')),
      state text NOT NULL DEFAULT 'requested' CHECK (state IN ('requested', 'running', 'done', 'failed')),
      -- Raised by each run; a runner whose token is no longer the newest writes nothing.
      run_token bigint NOT NULL DEFAULT 0,
      run_started_at timestamptz,
      row_count bigint NOT NULL DEFAULT 0,
      -- What the filter matched when the file was asked for: the end of the bar while it is written.
      matching bigint NOT NULL DEFAULT 0,
      file_key text,
      bytes bigint,
      created_at timestamptz NOT NULL DEFAULT app_now(),
      done_at timestamptz,
      CHECK ((state = 'done') = (file_key IS NOT NULL))
    );
    CREATE INDEX item_export_supplier ON item_export (supplier_id, created_at DESC, id DESC);
    CREATE INDEX item_export_open ON item_export (created_at) WHERE state IN ('requested', 'running');
  `.execute(db)
}
