import { sql } from 'kysely'
import type { Db } from '#db/database.ts'

const KEPT_HOURS = 24
const BATCH = 5_000
const MOST_BATCHES = 20

/** Forgets what nobody can ask for any more, in short transactions; returns how many. What is left waits for the next run. */
export async function pruneLiveEvents({ db }: { db: Db }): Promise<number> {
  let forgotten = 0
  for (let batch = 0; batch < MOST_BATCHES; batch += 1) {
    const { numAffectedRows = 0n } = await sql`
      DELETE FROM live_event WHERE id IN (
        SELECT id FROM live_event WHERE told_at < clock_timestamp() - ${KEPT_HOURS}::int * interval '1 hour'
        ORDER BY told_at LIMIT ${BATCH}
      )
    `.execute(db)
    forgotten += Number(numAffectedRows)
    if (numAffectedRows < BigInt(BATCH)) break
  }
  return forgotten
}
