import { type Kysely, sql } from 'kysely'

/** Taking an applied import back: who asked, what of it can be put back, and what stays and why. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE item_import
      ADD COLUMN undo_by uuid,
      -- Somebody stopped the last attempt to apply or to undo it; nothing was changed.
      ADD COLUMN stopped_at timestamptz;
    -- What an import touched, as judged when it is taken back. Rows of what was put back go when that is done; the rest
    -- stays, to be told.
    CREATE TABLE import_undo (
      import_id uuid NOT NULL REFERENCES item_import,
      item_id uuid NOT NULL REFERENCES item,
      -- The version that the import made of the item.
      version int NOT NULL,
      -- The import brought the item in; else it changed one that was there.
      inserted boolean NOT NULL,
      kept text CHECK (kept IN ('sold', 'held', 'changed')),
      -- Of what was changed since: the import that did, or null when a person did by hand.
      by_import_id uuid,
      PRIMARY KEY (import_id, item_id)
    );
  `.execute(db)
}
