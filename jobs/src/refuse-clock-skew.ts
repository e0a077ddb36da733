import type { Db } from '@haowu/server/db/database.ts'
import { sql } from 'kysely'

const MOST_SKEW_MS = 2_000

/**
 * Throws when this machine's clock is more than 2 s from the database's. On PostgreSQL the leases of jobs are counted by
 * the worker's clock: one that runs ahead would take work away from others in the middle of it.
 */
export async function refuseClockSkew(db: Db): Promise<void> {
  const before = Date.now()
  const { rows } = await sql<{ at: Date }>`SELECT clock_timestamp() AS at`.execute(db)
  const after = Date.now()
  const at = rows[0]?.at.getTime() ?? 0
  const skewMs = at < before ? before - at : at > after ? at - after : 0
  if (skewMs > MOST_SKEW_MS) {
    throw new ClockSkew(
      `This machine's clock is ${Math.round(skewMs / 1000)} s away from the database's: set the clock (NTP), then start again.`,
    )
  }
}

export class ClockSkew extends Error {
  override name = 'ClockSkew'
}
