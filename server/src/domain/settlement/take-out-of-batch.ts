import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { payoutRejected } from '#domain/ledger/payout-entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { NOBODY } from './payout-batch.ts'
import { lockBatch } from './payout-batch-store.ts'
import { listBatchPayouts } from './payout-store.ts'

/** Takes a line out of a batch that is not decided, for a reason; its money is available again, and the batch has to be submitted anew. */
export async function takeOutOfBatch(
  { db }: { db: Db },
  { payoutId, userId, reason }: { payoutId: string; userId: string; reason: string },
): Promise<void> {
  await db.transaction().execute(async trx => {
    const known = await trx
      .selectFrom('payout')
      .select('batchId')
      .where('id', '=', payoutId)
      .executeTakeFirst()
    if (!known?.batchId) throw new DomainError('not_found')
    const batch = await lockBatch(trx, known.batchId)
    const lines = await listBatchPayouts(trx, { batchId: batch.batchId, states: ['requested'] })
    const line = lines.find(each => each.payoutId === payoutId)
    if (!line || !['collected', 'submitted'].includes(batch.state)) {
      throw new DomainError('payout_state', { state: batch.state })
    }
    await sql`UPDATE payout SET state = 'rejected', taken_out_reason = ${reason}, decided_at = app_now() WHERE id = ${payoutId}`.execute(
      trx,
    )
    await sql`UPDATE payout_batch SET state = 'collected', maker_id = NULL, submitted_at = NULL, way = 'rail' WHERE id = ${batch.batchId}`.execute(
      trx,
    )
    await sql`UPDATE payout SET maker_id = ${NOBODY}, way = 'rail' WHERE batch_id = ${batch.batchId} AND state = 'requested'`.execute(
      trx,
    )
    await recordAct(trx, {
      actor: `user:${userId}`,
      action: 'payout_taken_out',
      subjectType: 'payout',
      subjectId: payoutId,
      facts: { batchId: batch.batchId, amountFen: line.amountFen.toString() },
    })
    await postEntries(trx, [payoutRejected({ ...line, actor: `user:${userId}` })])
  })
}
