import { sql } from 'kysely'
import type { Db } from '#db/database.ts'

export interface MissingStatement {
  ledgerAccount: string
  day: string
  /** Buyers paid or got back money on that day, which a channel's bill of trades tells; all the rest only a bank's statement does. */
  hasTrades: boolean
}

/**
 * The days of a month on which our books say that money moved, and neither a statement tells it nor a match explains it. The one judge of
 * what is missing: the matrix shows it, and the close waits for it.
 */
export async function listMissingStatements(db: Db, month: string): Promise<MissingStatement[]> {
  const { rows } = await sql<MissingStatement>`
    SELECT line.account AS ledger_account, line.business_day::text AS day, bool_or(line.kind IN ('payment', 'refund')) AS has_trades
    FROM book_line AS line
    WHERE line.business_day >= ${`${month}-01`}::date AND line.business_day < ${`${month}-01`}::date + interval '1 month'
      -- What a channel hands over to the bank stands in its bill of movements, and is proven by the bank's line.
      AND NOT (line.account = 'A:CHANNEL' AND line.kind = 'transfer')
      -- A shop platform tells an order in its bill only days after the buyer has the goods.
      AND line.account <> 'A:CHANNEL_KUAISHOU'
      AND NOT EXISTS (SELECT FROM statement_file AS file JOIN statement_account AS own ON own.id = file.account_id
        WHERE own.ledger_account = line.account AND file.state = 'loaded' AND file.kind <> 'fund'
          AND line.business_day BETWEEN file.day_from AND file.day_to)
      AND NOT EXISTS (SELECT FROM match_item WHERE side = 'book' AND line_id = line.id AND active)
    GROUP BY line.account, line.business_day ORDER BY line.account, line.business_day
  `.execute(db)
  return rows
}
