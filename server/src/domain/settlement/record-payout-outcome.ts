import type { Db } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { finishPayout } from './finish-payout.ts'
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
  const line = await db.transaction().execute(async trx => {
    const payout = await lockPayout(trx, payoutId)
    if (payout?.way !== 'file') throw new DomainError('not_found')
    if (payout.state === outcome) return undefined
    if (payout.state !== 'sent' && payout.state !== 'unknown') {
      throw new DomainError('payout_state', { state: payout.state })
    }
    if (outcome === 'failed' && !isBanksAnswer) {
      const end = { outcome, reference: null, userId }
      if (await awaitSecondPerson(trx, payout, end)) return 'waiting'
    }
    await recordAct(trx, {
      actor: `user:${userId}`,
      action: 'payout_outcome_recorded',
      subjectType: 'payout',
      subjectId: payoutId,
      facts: { outcome, proposedBy: payout.proposedBy },
    })
    if (outcome === 'unknown') await movePayout(trx, { payoutId, from: ['sent'], to: 'unknown' })
    return payout
  })
  if (line === 'waiting') return { isWaiting: true }
  if (line === undefined || outcome === 'unknown') return { isWaiting: false }
  const { no, amountFen, taxFen } = line
  const failureCode = outcome === 'failed' ? 'bank_refused' : null
  await finishPayout(
    { db },
    { no, outcome, amountFen: amountFen - taxFen, railTransferId: null, failureCode },
  )
  return { isWaiting: false }
}
