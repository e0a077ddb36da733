import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { type RequestedPayout, requestPayout } from './request-payout.ts'

/**
 * Pays one that failed or came back once more, as a new payout that a second person approves: one for each, however often it is asked.
 * Throws `payout_state` for one that did not fail, and whatever refuses a new payout.
 */
export async function retryPayout(
  { db }: { db: Db },
  { payoutId, makerId }: { payoutId: string; makerId: string },
): Promise<RequestedPayout> {
  const failed = await db
    .selectFrom('payout')
    .select(['partyId', 'amountFen', 'invoiceNo', 'state'])
    .where('id', '=', payoutId)
    .executeTakeFirst()
  if (!failed) throw new DomainError('not_found')
  const { state, invoiceNo, ...facts } = failed
  if (state !== 'failed' && state !== 'returned') throw new DomainError('payout_state', { state })
  return requestPayout(
    { db },
    { ...facts, makerId, invoiceNo: invoiceNo ?? undefined, idempotencyKey: `retry-${payoutId}` },
  )
}
