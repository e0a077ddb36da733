import type { PayoutBatchState } from '@haowu/shared/settlement.ts'
import type { Database, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { hashPayout } from './payout.ts'
import { hashBatch } from './payout-batch.ts'
import { lockBatch, type StoredBatch } from './payout-batch-store.ts'
import { listBatchPayouts, type StoredPayout } from './payout-store.ts'

/** A step that somebody takes with a whole batch. */
export interface BatchStep {
  batchId: string
  userId: string
  /** The hash of exactly what he had before his eyes. */
  version: string
}

/**
 * Locks a batch with its lines if it stands so and is what he saw. Throws `not_found`, `payout_state` and `stale_version`; where a second
 * person is asked for, `maker_checker` for who submitted it.
 */
export async function openBatchAsSeen(
  trx: Transaction<Database>,
  { batchId, userId, version }: BatchStep,
  { state, bySecond }: { state: PayoutBatchState; bySecond: boolean },
): Promise<{ batch: StoredBatch; lines: StoredPayout[] }> {
  const batch = await lockBatch(trx, batchId)
  if (bySecond && batch.makerId === userId) throw new DomainError('maker_checker')
  if (batch.state !== state) throw new DomainError('payout_state', { state: batch.state })
  const lines = await listBatchPayouts(trx, { batchId, states: ['requested'] })
  const isChanged = lines.some(line => !hashPayout(line).equals(line.requestHash))
  if (isChanged || lines.length === 0 || hashBatch(batch, lines).toString('hex') !== version) {
    throw new DomainError('stale_version')
  }
  return { batch, lines }
}
