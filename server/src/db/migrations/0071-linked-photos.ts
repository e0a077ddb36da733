import { type Kysely, sql } from 'kysely'

/** Photos that a supplier's file names by link are fetched after it was applied, and shown from our own store. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- By the link's hash: a link may be longer than an index entry.
    CREATE TABLE linked_photo (
      url_hash bytea PRIMARY KEY CHECK (length(url_hash) = 32),
      -- Where it is shown from; null while it could not be fetched.
      photo_path text CHECK (photo_path LIKE '/media/%'),
      problem text CHECK (problem <> ''),
      tried_at timestamptz NOT NULL DEFAULT app_now(),
      CHECK ((photo_path IS NULL) = (problem IS NOT NULL))
    );
    -- Imports whose items' links are still to be looked through, each from the SKU on where that stopped.
    CREATE TABLE photo_walk (
      import_id uuid PRIMARY KEY REFERENCES item_import,
      supplier_id uuid NOT NULL,
      after_sku text NOT NULL DEFAULT '',
      -- Times in a row that a host could not be reached at all.
      unreachable smallint NOT NULL DEFAULT 0 CHECK (unreachable >= 0),
      leased_until timestamptz NOT NULL DEFAULT app_now(),
      created_at timestamptz NOT NULL DEFAULT app_now()
    );
    CREATE INDEX photo_walk_due ON photo_walk (leased_until);
  `.execute(db)
}
