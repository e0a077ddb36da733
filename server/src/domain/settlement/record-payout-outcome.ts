import type { Db } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { finishLocked } from './finish-payout.ts'
import { lockPayout, movePayout } from './payout-store.ts'
import { awaitSecondPerson } from './propose-payout-end.ts'

export interface PayoutOutcome {
  payoutId: string
  outcome: 'confirmed' | 'failed' | 'unknown'
  userId: string
  /** Whether the bank answered itself, and no person says it for the bank. */
  isBanksAnswer?: boolean
}

/**
 * What the bank says of one line of a file; the other lines are not touched. That a line failed makes its money payable again: said by one
 * person, it waits for a second who says the same. Throws `not_found` for what no file holds, and `payout_state {state}` for what has ended.
 */
export async function recordPayoutOutcome(
  { db }: { db: Db },
  { payoutId, outcome, userId, isBanksAnswer = false }: PayoutOutcome,
): Promise<{ isWaiting: boolean }> {
  return db.transaction().execute(async trx => {
    const payout = await lockPayout(trx, payoutId)
    if (payout?.way !== 'file') throw new DomainError('not_found')
    if (payout.state === outcome) return { isWaiting: false }
    if (payout.state !== 'sent' && payout.state !== 'unknown') {
      throw new DomainError('payout_state', { state: payout.state })
    }
    if (outcome === 'failed' && !isBanksAnswer) {
      const end = { outcome, reference: null, userId }
      if (await awaitSecondPerson(trx, payout, end)) return { isWaiting: true }
    }
    await recordAct(trx, {
      actor: `user:${userId}`,
      action: 'payout_outcome_recorded',
      subjectType: 'payout',
      subjectId: payoutId,
      facts: { outcome, proposedBy: payout.proposedBy },
    })
    if (outcome === 'unknown') await movePayout(trx, { payoutId, from: ['sent'], to: 'unknown' })
    else await finishLocked(trx, payout, { outcome, railTransferId: null, failureCode: FAILURE[outcome] })
    return { isWaiting: false }
  })
}

const FAILURE = { confirmed: null, failed: 'bank_refused' } as const
