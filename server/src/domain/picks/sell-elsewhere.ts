import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { claimExternal, type ExternalClaim } from '#domain/inventory/claim-external.ts'
import { tellLive } from '#domain/live/tell-live.ts'
import { tellParty } from '#domain/notices/tell-party.ts'
import { closeLine } from './close-line.ts'
import { endLiveHolds } from './end-live-holds.ts'
import { type ActiveHold, holdsOf, lockIdleHolds } from './hold-store.ts'
import { tellPieceLeft } from './tell-sheet.ts'

/** What is written on a hold that ended so; it alleges a breach of the promise that the hold was. */
export const SOLD_ELSEWHERE = 'sold_elsewhere'

/**
 * The supplier sold the piece elsewhere, held or not: it is gone, and nobody may pitch it a second longer. The show that holds
 * it is told at once. Only a buyer who is paying keeps it. Throws what `claimExternal` throws.
 */
export async function sellElsewhere(deps: { db: Db }, claim: ExternalClaim): Promise<{ itemId: string }> {
  return deps.db.transaction().execute(async trx => {
    const piece = await lockPiece(trx, claim)
    const holds = piece ? await endHoldsInForce(trx, piece.itemId) : []
    const claimed = await claimExternal(trx, claim)
    await closeLine(trx, claimed.itemId)
    for (const { holdId } of holds) await tellHolder(trx, holdId)
    return claimed
  })
}

/** The piece before its holds, as a sale and every other ending lock them. */
async function lockPiece(
  trx: Transaction<Database>,
  { supplierId, sku }: ExternalClaim,
): Promise<{ itemId: string } | undefined> {
  const { rows } = await sql<{ itemId: string }>`
    SELECT id AS item_id FROM item
    WHERE supplier_id = ${supplierId} AND supplier_sku = ${sku} AND stock_kind = 'unique' FOR NO KEY UPDATE
  `.execute(trx)
  return rows[0]
}

async function endHoldsInForce(trx: Transaction<Database>, itemId: string): Promise<ActiveHold[]> {
  const holds = await lockIdleHolds(trx, { which: holdsOf.inForce(itemId), limit: 1 })
  await endLiveHolds(trx, holds, {
    state: 'revoked',
    revokedBy: 'supplier',
    revokeReason: SOLD_ELSEWHERE,
  })
  return holds
}

async function tellHolder(trx: Transaction<Database>, holdId: string): Promise<void> {
  const { itemId, title, show, sessionId, streamerId } = await trx
    .selectFrom('liveHold')
    .innerJoin('item', 'item.id', 'liveHold.itemId')
    .innerJoin('liveSession', 'liveSession.id', 'liveHold.sessionId')
    .select(['liveHold.itemId', 'item.title', 'liveSession.title as show'])
    .select(['liveHold.sessionId', 'liveHold.streamerId'])
    .where('liveHold.id', '=', holdId)
    .executeTakeFirstOrThrow()
  await tellParty(trx, {
    partyId: streamerId,
    kind: 'held_sold_elsewhere',
    key: `hold:${holdId}:sold-elsewhere`,
    refId: sessionId,
    facts: { title, show },
  })
  await tellLive(trx, { topic: `party:${streamerId}`, kind: 'notice_told', payload: {} })
  await tellPieceLeft(trx, { itemId, sessionId, streamerId })
}
