import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'

export interface SettlementPartyLine {
  partyId: string
  partyName: string
  partyKind: string
  accrualCount: number
  amountFen: bigint
  /** Kept back for a while; the rest became available. */
  reserveFen: bigint
  /** Of what became available: paid out since, gone another way (a refund, a debt), and still there. Money leaves a balance in the order it came. */
  paidFen: bigint
  usedFen: bigint
  leftFen: bigint
  /** The payouts that took it, oldest first. */
  payoutNos: string[]
}

export interface SettlementDetail {
  batchId: string
  no: string
  accrualCount: number
  totalFen: bigint
  createdAt: Date
  /** The one entry of the batch; null for a batch that came to nothing. */
  transactionId: string | null
  /** What that entry moves in all. */
  ledgerFen: bigint
  /** The entry moves for each party, and in all, exactly what the batch says. */
  agrees: boolean
  lines: SettlementPartyLine[]
}

/** One batch with what it made payable to each party, what became of it, and its entry in the ledger. Throws `not_found`. */
export async function readSettlement(db: Db, batchId: string): Promise<SettlementDetail> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async trx => {
      const batch = await readBatch(trx, batchId)
      if (!batch) throw new DomainError('not_found')
      return { ...batch, lines: await readLines(trx, batchId) }
    })
}

async function readBatch(db: Db, batchId: string): Promise<Omit<SettlementDetail, 'lines'> | undefined> {
  const { rows } = await sql<Omit<SettlementDetail, 'lines'>>`
    WITH entry AS (SELECT id FROM ledger.transaction WHERE key = 'settle:' || ${batchId}::text),
    moved AS (
      SELECT coalesce(account.party_id::text, '') AS party, sum(amount_fen)::bigint AS fen, coalesce(sum(amount_fen) FILTER (WHERE account.kind = 'L:RESERVE'), 0)::bigint AS reserve_fen
      FROM ledger.leg JOIN entry ON entry.id = leg.transaction_id JOIN ledger.account ON account.id = leg.credit GROUP BY 1
    ), line AS (
      SELECT CASE WHEN party.kind = 'platform' THEN '' ELSE party_id::text END AS party, amount_fen, reserve_fen
      FROM settlement_line JOIN party ON party.id = party_id WHERE batch_id = ${batchId} AND amount_fen > 0
    )
    SELECT batch.id AS batch_id, no, accrual_count, total_fen, created_at, entry.id::text AS transaction_id,
      coalesce((SELECT sum(fen) FROM moved), 0)::bigint AS ledger_fen,
      total_fen = coalesce((SELECT sum(fen) FROM moved), 0) AND NOT EXISTS (
        SELECT FROM line FULL JOIN moved USING (party)
        WHERE (line.amount_fen, line.reserve_fen) IS DISTINCT FROM (moved.fen, moved.reserve_fen)) AS agrees
    FROM settlement_batch AS batch LEFT JOIN entry ON true WHERE batch.id = ${batchId}
  `.execute(db)
  return rows[0]
}

/**
 * Money leaves a balance in the order it came: what came in and what went out are laid end to end, and where the stretch of this batch lies
 * over a payout, that much of it was paid by it. A payout that was not paid in the end, and its money that came back, are left out of both.
 */
async function readLines(db: Db, batchId: string): Promise<SettlementPartyLine[]> {
  const { rows } = await sql<SettlementPartyLine>`
    WITH own AS MATERIALIZED (
      SELECT account.id, account.party_id FROM settlement_line
      JOIN ledger.account ON account.party_id = settlement_line.party_id AND account.kind = 'L:AVAILABLE' WHERE batch_id = ${batchId}
    ), flow AS (
      SELECT party_id, transaction_id, seq, amount_fen, true AS is_in, transaction.key, NULL::text AS payout_no
      FROM own JOIN ledger.leg ON leg.credit = own.id JOIN ledger.transaction ON transaction.id = transaction_id
      WHERE transaction.kind NOT IN ('payout_rejected', 'payout_failed', 'payout_returned')
      UNION ALL
      SELECT own.party_id, transaction_id, seq, leg.amount_fen, false, transaction.key, payout.no
      FROM own JOIN ledger.leg ON leg.debit = own.id JOIN ledger.transaction ON transaction.id = transaction_id
      LEFT JOIN payout ON payout.id = CASE WHEN transaction.kind = 'payout_requested' THEN transaction.ref_id::uuid END
      WHERE payout.state IS NULL OR payout.state NOT IN ('rejected', 'failed', 'returned')
    ), stretch AS MATERIALIZED (
      SELECT *, sum(amount_fen) OVER (PARTITION BY party_id, is_in ORDER BY transaction_id, seq) AS until FROM flow
    ), over AS (
      SELECT came.party_id, went.payout_no, went.until,
        least(went.until, came.until) - greatest(went.until - went.amount_fen, came.until - came.amount_fen) AS fen
      FROM stretch AS came JOIN stretch AS went USING (party_id)
      WHERE came.is_in AND came.key = 'settle:' || ${batchId}::text AND NOT went.is_in
        AND went.until > came.until - came.amount_fen AND went.until - went.amount_fen < came.until
    ), spent AS (
      SELECT party_id, coalesce(sum(fen) FILTER (WHERE payout_no IS NOT NULL), 0)::bigint AS paid_fen,
        coalesce(sum(fen) FILTER (WHERE payout_no IS NULL), 0)::bigint AS used_fen,
        array_agg(payout_no ORDER BY until) FILTER (WHERE payout_no IS NOT NULL) AS payout_nos
      FROM over GROUP BY party_id
    )
    SELECT line.party_id, party.name AS party_name, party.kind AS party_kind, accrual_count, amount_fen, reserve_fen,
      coalesce(paid_fen, 0) AS paid_fen, coalesce(used_fen, 0) AS used_fen, coalesce(payout_nos, '{}') AS payout_nos,
      CASE party.kind WHEN 'platform' THEN 0 ELSE amount_fen - reserve_fen - coalesce(paid_fen, 0) - coalesce(used_fen, 0) END AS left_fen
    FROM settlement_line AS line JOIN party ON party.id = line.party_id LEFT JOIN spent ON spent.party_id = line.party_id
    WHERE batch_id = ${batchId} ORDER BY amount_fen DESC, line.party_id
  `.execute(db)
  return rows
}
