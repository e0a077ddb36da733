import { type Kysely, sql } from 'kysely'

/**
 * An item whose price or title changes is written anew on its own page, without a new entry in any index: no column that
 * such a change moves may stand in one, and there must be room. The few pieces in quarantine are sorted when somebody looks.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    DROP INDEX item_quarantined;
    CREATE INDEX item_quarantined ON item (id) WHERE state = 'quarantined';
    ALTER TABLE item SET (fillfactor = 90);
    -- Hashes are not to be packed: trying it costs time and gains nothing.
    ALTER TABLE import_manifest ALTER COLUMN record_hashes SET STORAGE EXTERNAL;
    ALTER TABLE import_staged_manifest ALTER COLUMN record_hashes SET STORAGE EXTERNAL;
  `.execute(db)
}
