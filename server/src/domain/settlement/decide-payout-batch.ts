import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { payoutRejected } from '#domain/ledger/payout-entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { announce } from '#domain/outbox/announce.ts'
import { type BatchStep, openBatchAsSeen } from './open-batch-as-seen.ts'
import type { StoredPayout } from './payout-store.ts'

/**
 * Another person approves or rejects a whole batch. Throws what `openBatchAsSeen` throws, and `payee_account_missing`
 * when the account of a line was replaced since: that line has to be taken out first.
 */
export async function decidePayoutBatch(
  { db }: { db: Db },
  { decision, ...step }: BatchStep & { decision: 'approve' | 'reject' },
): Promise<void> {
  await db.transaction().execute(async trx => {
    const { batchId, userId, version } = step
    const { lines } = await openBatchAsSeen(trx, step, { state: 'submitted', bySecond: true })
    if (decision === 'approve') {
      const moved = lines.find(line => line.accountState !== 'verified')
      if (moved) throw new DomainError('payee_account_missing', { no: moved.no })
    }
    const state = decision === 'approve' ? 'approved' : 'rejected'
    await sql`UPDATE payout_batch SET state = ${state}, checker_id = ${userId}, decided_at = app_now(),
      approved_hash = ${decision === 'approve' ? Buffer.from(version, 'hex') : null}::bytea WHERE id = ${batchId}`.execute(
      trx,
    )
    await sql`UPDATE payout SET state = ${state}, checker_id = ${userId}, decided_at = app_now()
      WHERE batch_id = ${batchId} AND state = 'requested'`.execute(trx)
    await recordAct(trx, {
      actor: `user:${userId}`,
      action: `payout_batch_${state}`,
      subjectType: 'payout_batch',
      subjectId: batchId,
    })
    if (decision === 'approve') await wakeSender(trx, lines)
    else
      await postEntries(
        trx,
        lines.map(line => payoutRejected({ ...line, actor: `user:${userId}` })),
      )
  })
}

async function wakeSender(trx: Transaction<Database>, lines: StoredPayout[]): Promise<void> {
  const [first] = lines
  if (!first || first.way === 'file') return
  const { payoutId } = first
  await announce(trx, 'payout_approved', { key: `payout:${payoutId}:approved`, payload: { payoutId } })
}
