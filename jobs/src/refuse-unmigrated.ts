import type { Db } from '@haowu/server/db/database.ts'
import { sql } from 'kysely'

/** Throws with a sentence for a person when the database has not our tables, or not all of them. */
export async function refuseUnmigrated(db: Db): Promise<void> {
  const { rows } = await sql<{ isThere: boolean }>`
    SELECT to_regclass('public.jobs_heartbeat') IS NOT NULL AS is_there
  `.execute(db)
  if (!rows[0]?.isThere) {
    throw new Error(
      'The database has not been migrated: run `npm start`, or the migrations, against it first.',
    )
  }
}
