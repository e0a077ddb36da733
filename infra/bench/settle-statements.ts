import type { Db } from '@haowu/server/db/database.ts'
import { readAccounts } from '@haowu/server/domain/settlement/read-account.ts'
import { sql } from 'kysely'

/** So many at once: memory stays flat whatever the number of parties. */
const CHUNK = 1_000

/** This month's statement of each party, set-based. */
export async function readStatements(db: Db, partyIds: string[]): Promise<{ count: number; ms: number }> {
  const { rows } = await sql<{
    month: string
  }>`SELECT to_char(business_day(app_now()), 'YYYY-MM') AS month`.execute(db)
  const month = rows[0]?.month ?? ''
  const start = performance.now()
  let count = 0
  for (let at = 0; at < partyIds.length; at += CHUNK) {
    count += (await readAccounts(db, { partyIds: partyIds.slice(at, at + CHUNK), month })).size
  }
  return { count, ms: Math.round(performance.now() - start) }
}
