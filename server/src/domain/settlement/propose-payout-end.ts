import type { Database, Db, Transaction } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { NOTHING_PROPOSED } from './payout.ts'
import { lockPayout, type StoredPayout } from './payout-store.ts'

export interface PayoutEnd {
  outcome: 'failed' | 'returned'
  /** Of the bank's line, for one that came back. */
  reference: string | null
  userId: string
}

/**
 * Keeps what one person says of a payout's end for a second one, who agrees by saying the same. True while that one is awaited: said again
 * by the same person it stays so, and said otherwise it is what the second has to agree with.
 */
export async function awaitSecondPerson(
  trx: Transaction<Database>,
  { payoutId, proposedOutcome, proposedReference, proposedBy }: StoredPayout,
  { outcome, reference, userId }: PayoutEnd,
): Promise<boolean> {
  const isSaid = proposedOutcome === outcome && proposedReference === reference
  if (isSaid) return proposedBy === userId
  await trx
    .updateTable('payout')
    .set({ proposedOutcome: outcome, proposedReference: reference, proposedBy: userId })
    .where('id', '=', payoutId)
    .execute()
  await recordAct(trx, {
    actor: `user:${userId}`,
    action: 'payout_outcome_proposed',
    subjectType: 'payout',
    subjectId: payoutId,
    facts: { outcome, reference },
  })
  return true
}

/** Takes back what was said of a payout's end while nobody agreed: whoever said it, or another person of finance. Once taken back, nothing changes. Throws `not_found`. */
export async function dropPayoutEnd(
  { db }: { db: Db },
  { payoutId, userId }: { payoutId: string; userId: string },
): Promise<void> {
  await db.transaction().execute(async trx => {
    const payout = await lockPayout(trx, payoutId)
    if (!payout) throw new DomainError('not_found')
    if (payout.proposedOutcome === null) return
    await trx.updateTable('payout').set(NOTHING_PROPOSED).where('id', '=', payoutId).execute()
    await recordAct(trx, {
      actor: `user:${userId}`,
      action: 'payout_outcome_dropped',
      subjectType: 'payout',
      subjectId: payoutId,
      facts: { outcome: payout.proposedOutcome, reference: payout.proposedReference },
    })
  })
}
