import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { tellLine } from './tell-line.ts'
import { endWaits } from './wait-store.ts'

/** The show is over: it waits for nothing any more, and those behind move up. */
export async function endWaitsOfShow(
  trx: Transaction<Database>,
  { sessionId, streamerId }: { sessionId: string; streamerId: string },
): Promise<void> {
  const ended = await endWaits(trx, sql<boolean>`session_id = ${sessionId}`, 'over')
  for (const { itemId } of ended) await tellLine(trx, { itemId, and: [streamerId] })
}
