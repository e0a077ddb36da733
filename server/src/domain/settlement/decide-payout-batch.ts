import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { payoutRejected } from '#domain/ledger/payout-entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { announce } from '#domain/outbox/announce.ts'
import { hashPayout } from './payout.ts'
import { hashBatch, NOBODY } from './payout-batch.ts'
import { lockBatch, readBatchLines, type StoredBatch } from './payout-batch-store.ts'
import type { StoredPayout } from './payout-store.ts'

type Trx = Transaction<Database>

interface BatchStep {
  batchId: string
  userId: string
  /** The hash of exactly what he had before his eyes. */
  version: string
}

/**
 * The maker vouches for the batch as he sees it and says by which way it is paid. Throws `not_found`, `stale_version` when it is not what he
 * saw, `payout_state` when it was submitted before.
 */
export async function submitPayoutBatch(
  { db }: { db: Db },
  { batchId, userId, version, way }: BatchStep & { way: 'rail' | 'file' },
): Promise<void> {
  await db.transaction().execute(async trx => {
    const { batch } = await openAsSeen(trx, { batchId, version, state: 'collected' })
    await sql`UPDATE payout_batch SET state = 'submitted', maker_id = ${userId}, way = ${way}, submitted_at = app_now()
      WHERE id = ${batchId}`.execute(trx)
    await sql`UPDATE payout SET maker_id = ${userId}, way = ${way} WHERE batch_id = ${batchId} AND state = 'requested'`.execute(
      trx,
    )
    await record(trx, batch, { userId, action: 'payout_batch_submitted' })
  })
}

/**
 * Another person approves or rejects a whole batch. Throws besides `maker_checker` when he is who submitted it, and `payee_account_missing`
 * when the account of a line was replaced since: that line has to be taken out first.
 */
export async function decidePayoutBatch(
  { db }: { db: Db },
  { batchId, userId, version, decision }: BatchStep & { decision: 'approve' | 'reject' },
): Promise<void> {
  await db.transaction().execute(async trx => {
    const { batch, lines } = await openAsSeen(trx, { batchId, version, state: 'submitted', userId })
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
    await record(trx, batch, {
      userId,
      action: decision === 'approve' ? 'payout_batch_approved' : 'payout_batch_rejected',
    })
    if (decision === 'approve') await wakeSender(trx, lines)
    else
      await postEntries(
        trx,
        lines.map(line => payoutRejected({ ...line, actor: `user:${userId}` })),
      )
  })
}

async function wakeSender(trx: Trx, lines: StoredPayout[]): Promise<void> {
  const [first] = lines
  if (!first || first.way === 'file') return
  const { payoutId } = first
  await announce(trx, 'payout_approved', { key: `payout:${payoutId}:approved`, payload: { payoutId } })
}

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
    const lines = await readBatchLines(trx, { batchId: batch.batchId, states: ['requested'] })
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

async function openAsSeen(
  trx: Trx,
  { batchId, version, state, userId }: { batchId: string; version: string; state: string; userId?: string },
): Promise<{ batch: StoredBatch; lines: StoredPayout[] }> {
  const batch = await lockBatch(trx, batchId)
  if (userId !== undefined && batch.makerId === userId) throw new DomainError('maker_checker')
  if (batch.state !== state) throw new DomainError('payout_state', { state: batch.state })
  const lines = await readBatchLines(trx, { batchId, states: ['requested'] })
  const isChanged = lines.some(line => !hashPayout(line).equals(line.requestHash))
  if (isChanged || lines.length === 0 || hashBatch(batch, lines).toString('hex') !== version) {
    throw new DomainError('stale_version')
  }
  return { batch, lines }
}

async function record(
  trx: Trx,
  { batchId }: StoredBatch,
  {
    userId,
    action,
  }: {
    userId: string
    action: 'payout_batch_submitted' | 'payout_batch_approved' | 'payout_batch_rejected'
  },
): Promise<void> {
  await recordAct(trx, { actor: `user:${userId}`, action, subjectType: 'payout_batch', subjectId: batchId })
}
