import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { payoutRejected, payoutSent } from '#domain/ledger/payout-entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { hashPayout } from './payout.ts'
import { lockBatch } from './payout-batch-store.ts'
import { listBatchPayouts, movePayout, type StoredPayout } from './payout-store.ts'

/**
 * Hands the lines of an approved batch over to the bank's file, once: from here on they count as sent. One that is no longer what was
 * approved, or whose party's payouts were frozen since, is refused and stays out: the bank cannot be told to wait. Throws `payout_state`
 * for a batch that is not approved, or goes by the rail.
 */
export async function makePayoutFile(
  { db }: { db: Db },
  { batchId, userId }: { batchId: string; userId: string },
): Promise<void> {
  await db.transaction().execute(async trx => {
    const batch = await lockBatch(trx, batchId)
    if (batch.state !== 'approved' || batch.way !== 'file') {
      throw new DomainError('payout_state', { state: batch.state })
    }
    if (batch.filedAt !== null) return
    const entries = []
    for (const line of await listBatchPayouts(trx, { batchId, states: ['approved'] })) {
      const failureCode = refusalOf(line)
      const move =
        failureCode === null
          ? ({ to: 'sent', stamp: 'sentAt' } as const)
          : ({ to: 'rejected', failureCode, stamp: 'finishedAt' } as const)
      await movePayout(trx, { payoutId: line.payoutId, from: ['approved'], ...move })
      entries.push(failureCode === null ? payoutSent(line) : payoutRejected(line))
    }
    await sql`UPDATE payout_batch SET filed_at = app_now() WHERE id = ${batchId}`.execute(trx)
    await recordAct(trx, {
      actor: `user:${userId}`,
      action: 'payout_file_made',
      subjectType: 'payout_batch',
      subjectId: batchId,
    })
    await postEntries(trx, entries)
  })
}

function refusalOf(line: StoredPayout): 'stale_version' | 'payouts_frozen' | null {
  const isAsApproved = hashPayout(line).equals(line.requestHash) && line.accountState === 'verified'
  if (!isAsApproved) return 'stale_version'
  return line.isFrozen ? 'payouts_frozen' : null
}
