import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { insertAdjustment, lockAdjustment } from './adjustment-store.ts'
import { handIn } from './submit-adjustment.ts'

export interface ProposeReversal {
  adjustmentId: string
  note: string
  makerId: string
}

/**
 * Proposes to take a posted adjustment back, agreed to by as many as the first one would need now. Throws `not_found` and
 * `adjustment_state {state}` for one that is not posted, that is itself a reversal, or whose reversal already waits.
 */
export async function proposeReversal(
  { db }: { db: Db },
  { adjustmentId, note, makerId }: ProposeReversal,
): Promise<{ adjustmentId: string }> {
  return db.transaction().execute(async trx => {
    const first = await lockAdjustment(trx, adjustmentId)
    if (!first) throw new DomainError('not_found')
    if (first.state !== 'posted' || first.reversesId !== null)
      throw new DomainError('adjustment_state', { state: first.state })
    const waiting = await trx
      .selectFrom('adjustment')
      .select('id')
      .where('reversesId', '=', adjustmentId)
      .where('state', '=', 'waiting')
      .executeTakeFirst()
    if (waiting) throw new DomainError('adjustment_state', { state: 'waiting' })
    const { reason, lines } = first
    const content = { reason, note, evidenceKey: null, lines }
    const id = await insertAdjustment(trx, { ...content, makerId, reversesId: adjustmentId })
    const draft = await lockAdjustment(trx, id)
    if (!draft) throw new Error('a reversal that was not written')
    await handIn(trx, draft)
    return { adjustmentId: id }
  })
}
