import type { PayoutWay } from '@haowu/shared/settlement.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { type BatchStep, openBatchAsSeen } from './open-batch-as-seen.ts'

/**
 * The maker vouches for the batch as he sees it and says by which way it is paid. Throws `not_found`, `stale_version` when it is not what he
 * saw, `payout_state` when it was submitted before.
 */
export async function submitPayoutBatch(
  { db }: { db: Db },
  { way, ...step }: BatchStep & { way: PayoutWay },
): Promise<void> {
  await db.transaction().execute(async trx => {
    const { batchId, userId } = step
    await openBatchAsSeen(trx, step, { state: 'collected', bySecond: false })
    await sql`UPDATE payout_batch SET state = 'submitted', maker_id = ${userId}, way = ${way}, submitted_at = app_now()
      WHERE id = ${batchId}`.execute(trx)
    await sql`UPDATE payout SET maker_id = ${userId}, way = ${way} WHERE batch_id = ${batchId} AND state = 'requested'`.execute(
      trx,
    )
    await recordAct(trx, {
      actor: `user:${userId}`,
      action: 'payout_batch_submitted',
      subjectType: 'payout_batch',
      subjectId: batchId,
    })
  })
}
