import { type Kysely, sql } from 'kysely'

/** Long files that come in parts, so that a broken line costs one part and not the file. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE upload (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      supplier_id uuid NOT NULL REFERENCES party,
      member_id uuid NOT NULL,
      file_name text NOT NULL,
      bytes bigint NOT NULL CHECK (bytes > 0),
      part_bytes bigint NOT NULL CHECK (part_bytes > 0),
      mode text NOT NULL,
      source text NOT NULL,
      -- What it became; then its parts are gone.
      import_id uuid REFERENCES item_import,
      repeated boolean NOT NULL DEFAULT false,
      created_at timestamptz NOT NULL DEFAULT app_now()
    );
    CREATE INDEX upload_open ON upload (created_at) WHERE import_id IS NULL;
    CREATE TABLE upload_part (
      upload_id uuid NOT NULL REFERENCES upload ON DELETE CASCADE,
      part_number int NOT NULL CHECK (part_number > 0),
      -- SHA-256 of the part, in hexadecimal: what its sender is given as the entity tag.
      etag text NOT NULL,
      file_key text NOT NULL,
      PRIMARY KEY (upload_id, part_number)
    );
  `.execute(db)
}
