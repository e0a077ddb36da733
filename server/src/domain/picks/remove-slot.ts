import { DomainError } from '#domain/domain-error.ts'
import type { HoldDeps } from './hold-for-show.ts'
import { endLiveHolds } from './end-live-holds.ts'
import { holdsOf, lockIdleHolds, readHoldState } from './hold-store.ts'
import { takeOffAir } from './put-on-air.ts'
import { lockOpenSession, touchSession } from './session-store.ts'
import { serveAfterwards } from './serve-line.ts'
import { tellSheet } from './tell-sheet.ts'
import { deleteSlot, findOwnSlot } from './slot-store.ts'

export interface OwnSlot {
  streamerId: string
  slotId: string
}

/**
 * Takes an item off the run sheet: to the next who waits for it, else back to the plaza; its deposit is free. Throws `not_found`, `session_closed`,
 * `item_held_elsewhere` while a buyer is paying for it, and `item_unavailable` once it is sold, because a sale stays on the sheet.
 */
export async function removeSlot(deps: HoldDeps, input: OwnSlot): Promise<void> {
  const freed = await deps.db.transaction().execute(async trx => {
    const slot = await findOwnSlot(trx, input)
    if (!slot) throw new DomainError('not_found', { what: 'slot' })
    await lockOpenSession(trx, { sessionId: slot.sessionId, streamerId: input.streamerId })
    const holds = await lockIdleHolds(trx, { which: holdsOf.one(slot.holdId), limit: 1 })
    if (holds.length === 0) refuseBusy(await readHoldState(trx, slot.holdId), slot.itemId)
    await endLiveHolds(trx, holds, { state: 'released' })
    await takeOffAir(trx, slot.sessionId, slot.slotId)
    await deleteSlot(trx, slot.slotId)
    await touchSession(trx, slot.sessionId)
    await tellSheet(trx, { sessionId: slot.sessionId, streamerId: input.streamerId })
    return holds.map(({ itemId }) => itemId)
  })
  await serveAfterwards(deps, freed)
}

/** An active hold that could not be locked as idle is one that a buyer is paying for. */
function refuseBusy(state: string | undefined, itemId: string): void {
  if (state === 'active') throw new DomainError('item_held_elsewhere', { itemId })
  if (state === 'sold') throw new DomainError('item_unavailable', { itemId })
}
