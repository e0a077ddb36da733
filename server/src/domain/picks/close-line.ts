import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { tellWaited } from './tell-waited.ts'
import { endWaits } from './wait-store.ts'

/** The piece is gone: whoever waited for it is told, and waits no longer. Usually nobody does. */
export async function closeLine(trx: Transaction<Database>, itemId: string): Promise<void> {
  const ended = await endWaits(trx, sql<boolean>`item_id = ${itemId}`, 'gone')
  for (const wait of ended) await tellWaited(trx, { ...wait, kind: 'wait_gone' })
}
