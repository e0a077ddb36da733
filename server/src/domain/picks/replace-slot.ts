import { DomainError } from '#domain/domain-error.ts'
import { addSlot } from './add-slot.ts'
import type { AddedSlot, HoldDeps } from './hold-for-show.ts'
import { removeSlot } from './remove-slot.ts'
import { lockOpenSession, touchSession } from './session-store.ts'
import { tellSheet } from './tell-sheet.ts'
import { findOwnSlot, selectSlotOrder, writeSlotOrder } from './slot-store.ts'

export interface ReplaceSlot {
  streamerId: string
  slotId: string
  itemId: string
}

/**
 * Puts another piece into the place of one that left: held first, then moved, so that a piece that cannot be had leaves the
 * sheet as it is. Done again, it finds the new piece there. Throws what `addSlot` throws, and `not_found`.
 */
export async function replaceSlot(deps: HoldDeps, input: ReplaceSlot): Promise<AddedSlot> {
  const { streamerId, itemId } = input
  const lost = await deps.db.transaction().execute(trx => findOwnSlot(trx, input))
  if (!lost) throw new DomainError('not_found', { what: 'slot' })
  const { sessionId } = lost
  const added = await addSlot(deps, { streamerId, sessionId, itemId })
  await deps.db.transaction().execute(async trx => {
    await lockOpenSession(trx, { sessionId, streamerId })
    const order = (await selectSlotOrder(trx, sessionId)).filter(id => id !== added.slotId)
    const at = order.indexOf(input.slotId)
    if (at < 0) return
    await writeSlotOrder(trx, order.toSpliced(at, 0, added.slotId))
    await touchSession(trx, sessionId)
    await tellSheet(trx, { sessionId, streamerId })
  })
  if (lost.holdState !== 'sold') await removeSlot(deps, { streamerId, slotId: input.slotId })
  return added
}
