import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import type { StoredPayout } from './payout-store.ts'

export interface StoredBatch {
  batchId: string
  no: string
  day: string
  state: string
  way: string
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

/** The lines of a batch that stand in one of these states, by number. */
export async function readBatchLines(
  db: Db,
  { batchId, states }: { batchId: string; states: readonly string[] },
): Promise<StoredPayout[]> {
  const { rows } = await sql<StoredPayout>`
    SELECT payout.id AS payout_id, payout.no, payout.party_id, amount_fen, payout.state, tax_fen, invoice_no, return_reference,
      batch_id, way, maker_id, checker_id, request_hash, payee_account_id, holder_name, bank_name, account_no_sealed,
      payee_account.state AS account_state
    FROM payout JOIN payee_account ON payee_account.id = payee_account_id
    WHERE batch_id = ${batchId} AND payout.state = ANY (${[...states]}::text[])
    ORDER BY payout.no
  `.execute(db)
  return rows
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
