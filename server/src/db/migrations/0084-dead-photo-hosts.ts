import { type Kysely, sql } from 'kysely'

/** A host that does not answer costs an import the photos of that host alone, so a walk has to remember which those are. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- Hosts that could not be reached since the walk last began at its first item; unreachable counts how often it began again for them.
    ALTER TABLE photo_walk ADD COLUMN dead_hosts text[] NOT NULL DEFAULT '{}' CHECK (cardinality(dead_hosts) <= 200);
  `.execute(db)
}
