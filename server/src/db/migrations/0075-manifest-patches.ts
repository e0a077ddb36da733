import { type Kysely, sql } from 'kysely'

/**
 * A file that changes a few records says so beside the manifest: writing half a million hashes anew for five thousand was a
 * third of what such a file took.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE import_manifest ADD COLUMN patches bytea NOT NULL DEFAULT '';
    ALTER TABLE import_staged_manifest ADD COLUMN patches bytea;
    ALTER TABLE import_manifest ALTER COLUMN patches SET STORAGE EXTERNAL;
    ALTER TABLE import_staged_manifest ALTER COLUMN patches SET STORAGE EXTERNAL;
  `.execute(db)
}
