import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'

/** Whoever acts on the close of a month acts alone until his transaction ends. */
export async function lockMonth(trx: Transaction<Database>, month: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended('close:' || ${month}, 0))`.execute(trx)
}

/** The newest close of a month, whatever became of it. */
export function findLastClose(trx: Transaction<Database>, month: string) {
  return trx
    .selectFrom('periodClose')
    .selectAll()
    .where('month', '=', `${month}-01`)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
}
