import { type Kysely, sql } from 'kysely'

/** Archives of photos and reports, matched to items by the names of their files. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE media_batch (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      supplier_id uuid NOT NULL REFERENCES party,
      member_id uuid NOT NULL,
      file_name text NOT NULL,
      file_key text NOT NULL,
      bytes bigint NOT NULL,
      state text NOT NULL DEFAULT 'uploaded' CHECK (state IN ('uploaded', 'done', 'failed')),
      error_code text,
      error_facts jsonb NOT NULL DEFAULT '{}',
      created_at timestamptz NOT NULL DEFAULT app_now(),
      done_at timestamptz
    );
    CREATE INDEX media_batch_supplier ON media_batch (supplier_id, id DESC);
    -- What became of each file of an archive.
    CREATE TABLE media_entry (
      batch_id uuid NOT NULL REFERENCES media_batch,
      name text NOT NULL,
      outcome text NOT NULL CHECK (outcome IN ('added', 'known', 'no_item', 'locked', 'not_supported', 'too_large', 'too_many')),
      item_id uuid REFERENCES item,
      PRIMARY KEY (batch_id, name)
    );
    -- Papers that belong to an item, private to those who trade it.
    CREATE TABLE item_document (
      item_id uuid NOT NULL REFERENCES item,
      sha256 text NOT NULL,
      file_key text NOT NULL,
      file_name text NOT NULL,
      bytes bigint NOT NULL,
      created_at timestamptz NOT NULL DEFAULT app_now(),
      PRIMARY KEY (item_id, sha256)
    );
  `.execute(db)
}
