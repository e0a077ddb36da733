import type { Database, Transaction } from '#db/database.ts'
import { tellLive } from '#domain/live/tell-live.ts'

/** Says to the room and to its streamer's other screens that the run sheet is no longer what they show. Call it last. */
export async function tellSheet(
  trx: Transaction<Database>,
  { sessionId, streamerId }: { sessionId: string; streamerId: string },
): Promise<void> {
  await tellLive(
    trx,
    { topic: `session:${sessionId}`, kind: 'sheet_changed', payload: {} },
    { topic: `party:${streamerId}`, kind: 'sheet_changed', payload: { sessionId } },
  )
}

/** The same of a piece that may not be sold here any more, which every screen strikes out before it has read anything. */
export async function tellPieceLeft(
  trx: Transaction<Database>,
  { itemId, sessionId, streamerId }: { itemId: string; sessionId: string; streamerId: string },
): Promise<void> {
  await tellLive(
    trx,
    { topic: `session:${sessionId}`, kind: 'piece_left', payload: { itemId } },
    { topic: `party:${streamerId}`, kind: 'sheet_changed', payload: { sessionId } },
  )
}
