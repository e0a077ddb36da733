import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { takeBackCompensation } from '#domain/custody/settle-lost-loan.ts'
import { returnForCase } from '#domain/deposits/return-capture.ts'
import { DomainError } from '#domain/domain-error.ts'
import { liftRestrictions } from '#domain/parties/restrict-party.ts'
import { cancelCaseDebt } from '#domain/receivables/cancel-debt.ts'
import { tellSides } from './bring-into-force.ts'
import { recordEvent, type StoredCase } from './case-store.ts'
import { endReview, findReview } from './review-store.ts'

export interface ReviewDecision {
  outcome: 'upheld' | 'overturned'
  reason: string
  actor: string
}

/**
 * Hears a late appeal of a locked case that was carried out. Overturned, everything it cost comes back in this transaction: what
 * was captured, what was collected, what is still owed, and the restrictions that have not ended. A refund that the buyer got
 * stays his. Throws `case_state` when nothing was asked, `second_person_needed` for whoever had decided.
 */
export async function decideReview(
  trx: Transaction<Database>,
  found: StoredCase,
  { outcome, reason, actor }: ReviewDecision,
): Promise<void> {
  // Who may hear it is asked only when there is something to hear: another person would be sent for nothing.
  const review = await findReview(trx, found.id)
  if (review?.state !== 'asked') throw new DomainError('case_state', { state: found.state })
  if ([found.decidedBy, found.confirmedBy].includes(actor))
    throw new DomainError('second_person_needed', { what: 'case_appeal' })
  const back = outcome === 'overturned' ? await takeBack(trx, found, actor) : null
  await endReview(trx, {
    caseId: found.id,
    state: outcome,
    decidedBy: actor,
    reason,
    returnedFen: back?.returnedFen ?? null,
    cancelledFen: back?.cancelledFen ?? null,
  })
  const amounts = back && {
    returnedFen: back.returnedFen.toString(),
    cancelledFen: back.cancelledFen.toString(),
  }
  await recordEvent(trx, found.id, {
    actor,
    action: `review_${outcome}`,
    fromState: found.state,
    toState: found.state,
    facts: { reason, ...amounts },
  })
  await recordAct(trx, {
    actor,
    action: `case_review_${outcome}`,
    subjectType: 'case',
    subjectId: found.id,
    facts: { ...amounts },
  })
  const facts = { outcome: outcome === 'upheld' ? 'found' : 'dismissed', ...amounts }
  await tellSides(trx, found, { round: 2, facts })
}

async function takeBack(
  trx: Transaction<Database>,
  { id: caseId, respondentId }: StoredCase,
  actor: string,
): Promise<{ returnedFen: bigint; cancelledFen: bigint }> {
  const compensatedFen = await takeBackCompensation(trx, caseId, actor)
  const capturedFen = await returnForCase(trx, { caseId, actor })
  const debt = await cancelCaseDebt(trx, { caseId, actor })
  await trx
    .updateTable('caseRestriction')
    .set({ liftedAt: sql<Date>`app_now()` })
    .where('caseId', '=', caseId)
    .where('liftedAt', 'is', null)
    .execute()
  await liftRestrictions(trx, { partyId: respondentId, cause: 'case', refId: caseId })
  return { returnedFen: compensatedFen + capturedFen + debt.returnedFen, cancelledFen: debt.cancelledFen }
}
