import { sql } from 'kysely'
import type { Db } from '#db/database.ts'

export interface DepositCover {
  /** What parties have deposited: free, held, and on its way back to who leaves. */
  owedFen: bigint
  /** What lies on the accounts for deposits. */
  heldFen: bigint
  /** Kept from deposits and still lying there: to be moved to the bank account; negative where deposits were filled up from earnings. */
  toMoveFen: bigint
}

/** At the end of a month, what deposits come to and what the accounts that hold them come to: the same, but for what has yet to be moved. */
export async function readDepositCover(db: Db, month: string): Promise<DepositCover> {
  const { rows } = await sql<{ owedFen: bigint; heldFen: bigint }>`
    WITH moved AS (
      SELECT own.kind, transaction.kind AS entry, CASE WHEN leg.debit = own.id THEN -leg.amount_fen ELSE leg.amount_fen END AS fen
      FROM ledger.account AS own JOIN ledger.leg ON leg.debit = own.id OR leg.credit = own.id
      JOIN ledger.transaction ON transaction.id = leg.transaction_id
      WHERE own.kind IN ('L:DEPOSIT', 'L:DEPOSIT_HELD', 'L:SENT', 'A:DEPOSIT_BANK')
        AND effective_on < (${`${month}-01`}::date + interval '1 month')::date
    )
    SELECT coalesce(sum(fen) FILTER (WHERE kind IN ('L:DEPOSIT', 'L:DEPOSIT_HELD')
        OR (kind = 'L:SENT' AND entry IN ('deposit_exit_sent', 'deposit_exit_failed', 'deposit_paid_out'))), 0)::bigint AS owed_fen,
      coalesce(-sum(fen) FILTER (WHERE kind = 'A:DEPOSIT_BANK'), 0)::bigint AS held_fen
    FROM moved
  `.execute(db)
  const { owedFen = 0n, heldFen = 0n } = rows[0] ?? {}
  return { owedFen, heldFen, toMoveFen: heldFen - owedFen }
}
