import type { PayoutBatchState, PayoutWay } from '@haowu/shared/settlement.ts'
import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'

export interface StoredBatch {
  batchId: string
  no: string
  day: string
  state: PayoutBatchState
  way: PayoutWay
  makerId: string | null
  checkerId: string | null
  filedAt: Date | null
}

/** Locks a batch until the end of the transaction. Throws `not_found`. */
export async function lockBatch(trx: Transaction<Database>, batchId: string): Promise<StoredBatch> {
  const { rows } = await sql<StoredBatch>`
    SELECT id AS batch_id, no, day::text, state, way, maker_id, checker_id, filed_at
    FROM payout_batch WHERE id = ${batchId} FOR UPDATE
  `.execute(trx)
  const [batch] = rows
  if (!batch) throw new DomainError('not_found')
  return batch
}

/** Opens the batch of a business day; nothing when the day has one. */
export async function insertPayoutBatch(
  trx: Transaction<Database>,
  { day, ruleVersion }: { day: string; ruleVersion: number },
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    INSERT INTO payout_batch (no, day, rule_version)
    VALUES ('P' || to_char(${day}::date, 'YYMMDD'), ${day}::date, ${ruleVersion})
    ON CONFLICT (day) DO NOTHING RETURNING id
  `.execute(trx)
  return rows[0]?.id
}
