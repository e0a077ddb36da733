import type { TestDatabase } from './test-database.ts'

/** How many connections of this database wait for another to let go of a row. */
export async function countWaiters({ owner }: TestDatabase): Promise<number> {
  const { rows } = await owner.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM pg_stat_activity
     WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  )
  return rows[0]?.n ?? 0
}
