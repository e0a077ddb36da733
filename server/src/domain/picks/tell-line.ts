import type { Database, Transaction } from '#db/database.ts'
import { tellLive } from '#domain/live/tell-live.ts'
import { selectWaiters } from './wait-store.ts'

/** Says to all who wait for a piece, and to whoever else is named, that the line moved. Call it last. */
export async function tellLine(
  trx: Transaction<Database>,
  { itemId, and = [] }: { itemId: string; and?: string[] },
): Promise<void> {
  for (const partyId of new Set([...(await selectWaiters(trx, itemId)), ...and]))
    await tellLive(trx, { topic: `party:${partyId}`, kind: 'line_changed', payload: { itemId } })
}
