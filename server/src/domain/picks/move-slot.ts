import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import type { OwnSlot } from './remove-slot.ts'
import { lockOpenSession, touchSession } from './session-store.ts'
import { findOwnSlot, selectSlotOrder, writeSlotOrder } from './slot-store.ts'

export interface MoveSlot extends OwnSlot {
  /** Where it goes, counted from 1; beyond the end means last. */
  position: number
}

/** Moves a slot to another place of its run sheet; the others close up. Throws `not_found` or `session_closed`. */
export async function moveSlot(deps: { db: Db }, input: MoveSlot): Promise<void> {
  await deps.db.transaction().execute(async trx => {
    const slot = await findOwnSlot(trx, input)
    if (!slot) throw new DomainError('not_found', { what: 'slot' })
    await lockOpenSession(trx, { sessionId: slot.sessionId, streamerId: input.streamerId })
    const others = (await selectSlotOrder(trx, slot.sessionId)).filter(id => id !== slot.slotId)
    await writeSlotOrder(trx, others.toSpliced(Math.max(0, input.position - 1), 0, slot.slotId))
    await touchSession(trx, slot.sessionId)
  })
}
