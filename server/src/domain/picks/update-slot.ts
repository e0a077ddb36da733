import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import type { OwnSlot } from './remove-slot.ts'
import { lockOpenSession, touchSession } from './session-store.ts'
import { findOwnSlot } from './slot-store.ts'

export interface UpdateSlot extends OwnSlot {
  minutes?: number | undefined
  /** What the streamer wants to say about the item. */
  script?: string | undefined
}

/** Changes how long a slot is planned for and what is said in it. Throws `not_found` or `session_closed`. */
export async function updateSlot(deps: { db: Db }, input: UpdateSlot): Promise<void> {
  await deps.db.transaction().execute(async trx => {
    const slot = await findOwnSlot(trx, input)
    if (!slot) throw new DomainError('not_found', { what: 'slot' })
    await lockOpenSession(trx, { sessionId: slot.sessionId, streamerId: input.streamerId })
    await trx
      .updateTable('slot')
      .set({
        minutes: sql`coalesce(${input.minutes ?? null}, minutes)`,
        script: sql`coalesce(${input.script ?? null}, script)`,
      })
      .where('id', '=', slot.slotId)
      .execute()
    await touchSession(trx, slot.sessionId)
  })
}
