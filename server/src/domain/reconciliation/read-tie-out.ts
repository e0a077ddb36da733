import { BOOK_ACCOUNTS, type BookAccount } from '@haowu/shared/reconciliation.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'

export interface TieOut {
  account: BookAccount
  openingFen: bigint
  inFen: bigint
  outFen: bigint
  closingFen: bigint
  /** What channels and banks say the account ends with; null where no statement tells balances. */
  statementFen: bigint | null
  /** Differences that are still open, of this month and before. */
  openFen: bigint
  openCount: number
  /** Statement less ledger less what the open differences explain. */
  unexplainedFen: bigint | null
}

/** The ledger's balance at the end of a month beside the statements', account by account, and what lies between them. */
export async function readTieOut(db: Db, month: string): Promise<TieOut[]> {
  const { rows } = await sql<Omit<TieOut, 'unexplainedFen'>>`
    WITH bounds AS (SELECT ${`${month}-01`}::date AS first, (${`${month}-01`}::date + interval '1 month')::date AS next),
    ledger_side AS (
      SELECT account.code AS account,
        coalesce(sum(moved.fen) FILTER (WHERE moved.day < first), 0)::bigint AS opening_fen,
        coalesce(sum(moved.fen) FILTER (WHERE moved.day >= first AND moved.fen > 0), 0)::bigint AS in_fen,
        coalesce(-sum(moved.fen) FILTER (WHERE moved.day >= first AND moved.fen < 0), 0)::bigint AS out_fen
      FROM bounds CROSS JOIN unnest(${[...BOOK_ACCOUNTS]}::text[]) AS account(code)
      LEFT JOIN LATERAL (
        SELECT effective_on AS day, CASE WHEN leg.debit = own.id THEN leg.amount_fen ELSE -leg.amount_fen END AS fen
        FROM ledger.account AS own JOIN ledger.leg ON leg.debit = own.id OR leg.credit = own.id
        JOIN ledger.transaction ON transaction.id = leg.transaction_id
        WHERE own.code = account.code AND effective_on < bounds.next
      ) AS moved ON true
      GROUP BY account.code
      -- Months that were closed before the first order of a shop platform keep their report.
      HAVING account.code <> 'A:CHANNEL_KUAISHOU' OR count(moved.day) > 0
    ), statement_side AS (
      SELECT ledger_account AS account, sum(last.closing_fen)::bigint AS statement_fen
      FROM bounds CROSS JOIN statement_account
      CROSS JOIN LATERAL (
        SELECT closing_fen FROM statement_file WHERE account_id = statement_account.id AND state = 'loaded' AND closing_fen IS NOT NULL
          AND day_to < bounds.next ORDER BY day_to DESC, loaded_at DESC LIMIT 1
      ) AS last
      GROUP BY ledger_account
      -- What the deposits' channel holds is not all of them: the rest lies in the bank, and without its statement there is no balance.
      HAVING ledger_account <> 'A:DEPOSIT_BANK' OR bool_or(channel = 'bank')
    ), differences AS (
      SELECT break.account, sum(amount_fen)::bigint AS open_fen, count(*)::int AS open_count FROM break, bounds
      -- What a file says as a whole explains no fen: until it is mended, the fen it is about are unexplained.
      WHERE state <> 'resolved' AND business_day < bounds.next AND statement_file_id IS NULL GROUP BY break.account
    )
    SELECT ledger_side.account, opening_fen, in_fen, out_fen, opening_fen + in_fen - out_fen AS closing_fen, statement_fen,
      coalesce(open_fen, 0) AS open_fen, coalesce(open_count, 0) AS open_count
    FROM ledger_side LEFT JOIN statement_side USING (account) LEFT JOIN differences USING (account)
    ORDER BY ledger_side.account
  `.execute(db)
  return rows.map(row => ({
    ...row,
    unexplainedFen: row.statementFen === null ? null : row.statementFen - row.closingFen - row.openFen,
  }))
}
