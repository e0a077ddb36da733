import type { Db } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { finishPayout } from './finish-payout.ts'
import { lockPayout, movePayout } from './payout-store.ts'

/** What the bank says of one line of a file; the other lines are not touched. Throws `not_found` for what no file holds. */
export async function recordPayoutOutcome(
  { db }: { db: Db },
  {
    payoutId,
    outcome,
    userId,
  }: { payoutId: string; outcome: 'confirmed' | 'failed' | 'unknown'; userId: string },
): Promise<void> {
  const line = await db.transaction().execute(async trx => {
    const payout = await lockPayout(trx, payoutId)
    if (payout?.way !== 'file') throw new DomainError('not_found')
    if (payout.state === outcome) return undefined
    if (payout.state !== 'sent' && payout.state !== 'unknown') {
      throw new DomainError('payout_state', { state: payout.state })
    }
    await recordAct(trx, {
      actor: `user:${userId}`,
      action: 'payout_outcome_recorded',
      subjectType: 'payout',
      subjectId: payoutId,
      facts: { outcome },
    })
    if (outcome === 'unknown') await movePayout(trx, { payoutId, from: ['sent'], to: 'unknown' })
    return payout
  })
  if (line === undefined || outcome === 'unknown') return
  const { no, amountFen, taxFen } = line
  const failureCode = outcome === 'failed' ? 'bank_refused' : null
  await finishPayout(
    { db },
    { no, outcome, amountFen: amountFen - taxFen, railTransferId: null, failureCode },
  )
}
