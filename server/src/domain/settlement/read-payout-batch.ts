import type { LeftOutReason, PayoutState } from '@haowu/shared/settlement.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { findPayoutBatch, type PayoutBatchRow } from './list-payout-batches.ts'
import { hashBatch } from './payout-batch.ts'
import { listBatchPayouts } from './payout-store.ts'

interface PayoutBatchLine {
  payoutId: string
  no: string
  partyId: string
  partyName: string
  holderName: string
  bankName: string
  accountNoLast4: string
  amountFen: bigint
  taxFen: bigint
  netFen: bigint
  state: PayoutState
  failureCode: string | null
  takenOutReason: string | null
  /** What the batch before paid to the party; null when it was not in it. */
  beforeFen: bigint | null
  isOtherAccount: boolean
  isAccountGone: boolean
  retryNo: string | null
  /** What one person says of its end, while a second has not agreed. */
  proposedOutcome: 'failed' | 'returned' | null
  proposedReference: string | null
  proposedBy: string | null
  proposedByName: string | null
}

interface LeftOutParty {
  partyId: string
  partyName: string
  reason: LeftOutReason
  availableFen: bigint
  until: Date | null
}

/** One batch with its lines, what changed since the one before, who was left out, and the hash of what may be approved. Throws `not_found`. */
export async function readPayoutBatch(db: Db, batchId: string) {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async trx => {
      const batch = await findPayoutBatch(trx, batchId)
      if (!batch) throw new DomainError('not_found')
      const open = await listBatchPayouts(trx, { batchId, states: ['requested'] })
      return {
        ...batch,
        version: hashBatch(batch, open).toString('hex'),
        before: await readBefore(trx, batch.day),
        lines: await readLines(trx, batch),
        leftOut: await readLeftOut(trx, batchId),
      }
    })
}

async function readBefore(db: Db, day: string) {
  const { rows } = await sql<{ no: string; count: number; amountFen: bigint }>`
    SELECT batch.no, count(payout.id)::int AS count, coalesce(sum(amount_fen), 0)::bigint AS amount_fen
    FROM payout_batch AS batch LEFT JOIN payout ON batch_id = batch.id AND taken_out_reason IS NULL
    WHERE day < ${day}::date AND batch.state <> 'rejected' GROUP BY batch.id ORDER BY day DESC LIMIT 1
  `.execute(db)
  return rows[0] ?? null
}

async function readLines(
  db: Db,
  { batchId, day }: Pick<PayoutBatchRow, 'batchId' | 'day'>,
): Promise<PayoutBatchLine[]> {
  const { rows } = await sql<PayoutBatchLine>`
    WITH before AS (
      SELECT party_id, amount_fen, payee_account_id FROM payout WHERE taken_out_reason IS NULL AND batch_id = (
        SELECT id FROM payout_batch WHERE day < ${day}::date AND state <> 'rejected' ORDER BY day DESC LIMIT 1)
    )
    SELECT payout.id AS payout_id, payout.no, payout.party_id, party.name AS party_name, holder_name, bank_name, account_no_last4,
      payout.amount_fen, payout.tax_fen, payout.net_fen, payout.state, payout.failure_code, payout.taken_out_reason,
      before.amount_fen AS before_fen, before.payee_account_id <> payout.payee_account_id IS TRUE AS is_other_account,
      payee_account.state <> 'verified' AS is_account_gone, retry.no AS retry_no,
      payout.proposed_outcome, payout.proposed_reference, payout.proposed_by, proposer.name AS proposed_by_name
    FROM payout JOIN party ON party.id = payout.party_id JOIN payee_account ON payee_account.id = payout.payee_account_id
    LEFT JOIN before ON before.party_id = payout.party_id
    LEFT JOIN auth.user AS proposer ON proposer.id = payout.proposed_by
    LEFT JOIN payout AS retry ON retry.idempotency_key = payout.party_id || ':retry-' || payout.id
    WHERE payout.batch_id = ${batchId} ORDER BY payout.amount_fen DESC, payout.id
  `.execute(db)
  return rows
}

async function readLeftOut(db: Db, batchId: string): Promise<LeftOutParty[]> {
  const { rows } = await sql<LeftOutParty>`
    SELECT party_id, party.name AS party_name, reason, available_fen, until
    FROM payout_batch_left_out JOIN party ON party.id = party_id
    WHERE batch_id = ${batchId} ORDER BY available_fen DESC, party_id
  `.execute(db)
  return rows
}
