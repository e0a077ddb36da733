import type { Database, Transaction } from '#db/database.ts'
import { tellLive } from '#domain/live/tell-live.ts'

/** Says to the room and to its streamer's other screens that the run sheet is no longer what they show. Call it last. */
export async function tellSheet(
  trx: Transaction<Database>,
  { sessionId, streamerId }: { sessionId: string; streamerId: string },
): Promise<void> {
  await tellLive(trx, { topic: `session:${sessionId}`, kind: 'sheet_changed', payload: {} })
  await tellLive(trx, { topic: `party:${streamerId}`, kind: 'sheet_changed', payload: { sessionId } })
}
