import type { AdjustmentInput } from '@haowu/shared/adjustments.ts'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { insertAdjustment, lockAdjustment, replaceContent } from './adjustment-store.ts'
import { requireParties } from './require-parties.ts'

export interface SaveDraft extends AdjustmentInput {
  /** The draft that is written anew; a new one without. */
  adjustmentId?: string | undefined
  makerId: string
}

/**
 * Writes down what should be moved and why, with its evidence; nothing moves, and only its author may change it. Throws `not_found`
 * for another's draft or an unknown party, and `adjustment_state {state}` once it was handed in.
 */
export async function saveDraft({ db }: { db: Db }, draft: SaveDraft): Promise<{ adjustmentId: string }> {
  const { adjustmentId, makerId, ...content } = draft
  return db.transaction().execute(async trx => {
    await requireParties(trx, content.lines)
    if (adjustmentId === undefined)
      return { adjustmentId: await insertAdjustment(trx, { ...content, makerId, reversesId: null }) }
    const found = await lockAdjustment(trx, adjustmentId)
    if (!found || found.makerId !== makerId) throw new DomainError('not_found')
    if (found.state !== 'draft' || found.reversesId !== null)
      throw new DomainError('adjustment_state', { state: found.state })
    await replaceContent(trx, adjustmentId, content)
    return { adjustmentId }
  })
}
