import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import { type Adjustment, approvalsFor } from './adjustment.ts'
import { lockAdjustment } from './adjustment-store.ts'
import { noteAdjustment } from './note-adjustment.ts'

export interface ActOnDraft {
  adjustmentId: string
  memberUserId: string
}

/**
 * Hands a draft in: from now on it stays as it is, and as many others must agree as the rule of today says for its amount. Handed in again, it
 * is the same. Throws `not_found` for another's draft and `adjustment_state {state}`.
 */
export async function submitAdjustment({ db }: { db: Db }, act: ActOnDraft): Promise<void> {
  await db.transaction().execute(async trx => {
    const found = await lockOwn(trx, act)
    if (found.state === 'waiting') return
    if (found.state !== 'draft') throw new DomainError('adjustment_state', { state: found.state })
    await handIn(trx, found)
  })
}

/** A draft that nobody needs any more. Throws as above. */
export async function discardDraft({ db }: { db: Db }, act: ActOnDraft): Promise<void> {
  await db.transaction().execute(async trx => {
    const found = await lockOwn(trx, act)
    if (found.state === 'discarded') return
    if (found.state !== 'draft') throw new DomainError('adjustment_state', { state: found.state })
    await trx.updateTable('adjustment').set({ state: 'discarded' }).where('id', '=', found.id).execute()
  })
}

/** From draft to waiting, with the number of people it needs. */
export async function handIn(trx: Transaction<Database>, draft: Adjustment): Promise<void> {
  const { id, amountFen, makerId } = draft
  const { value, version } = await readRule(trx, 'adjustment_approval')
  await trx
    .updateTable('adjustment')
    .set({
      state: 'waiting',
      approvalsNeeded: approvalsFor(amountFen, value),
      ruleVersion: version,
      submittedAt: sql`app_now()`,
    })
    .where('id', '=', id)
    .execute()
  await noteAdjustment(trx, draft, {
    action: 'adjustment_submitted',
    userId: makerId,
    tell: 'adjustment_waits',
  })
}

async function lockOwn(trx: Transaction<Database>, act: ActOnDraft): Promise<Adjustment> {
  const found = await lockAdjustment(trx, act.adjustmentId)
  if (!found || found.makerId !== act.memberUserId) throw new DomainError('not_found')
  return found
}
