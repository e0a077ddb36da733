import type { BreakClass } from '@haowu/shared/reconciliation.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'

export interface DifferenceCause {
  class: BreakClass | 'waiting'
  side: 'statement' | 'book' | 'both'
  count: number
  /** What the statements say more than the books. */
  amountFen: bigint
}

export interface Difference {
  account: string
  statementFen: bigint
  bookFen: bigint
  differenceFen: bigint
  /** The greatest first; they add up to the difference. */
  causes: DifferenceCause[]
}

/**
 * What the statements of an account say more than its books, in all that is open, and why: each class of difference with its amount, and
 * what only waits for a statement that is not there yet. The causes add up to the difference, because each open line is in exactly one.
 */
export async function explainDifference(db: Db, account: string): Promise<Difference> {
  const { rows } = await sql<DifferenceCause & { statementFen: bigint; bookFen: bigint }>`
    WITH line AS (
      SELECT 'statement' AS side, statement_line.id, amount_fen FROM open_line JOIN statement_line ON statement_line.id = line_id
      WHERE open_line.side = 'statement' AND account = ${account}
      UNION ALL
      SELECT 'book', book_line.id, amount_fen FROM open_line JOIN book_line ON book_line.id = line_id
      WHERE open_line.side = 'book' AND open_line.account = ${account}
    ), placed AS (
      SELECT line.side, line.amount_fen, coalesce(break.class, 'waiting') AS class,
        CASE WHEN num_nulls(break.statement_line_id, break.book_line_id) = 0 THEN 'both' ELSE line.side END AS of, break.id AS break_id, line.id
      FROM line LEFT JOIN break ON break.state <> 'resolved'
        AND CASE line.side WHEN 'statement' THEN break.statement_line_id = line.id ELSE break.book_line_id = line.id END
    )
    SELECT class, of AS side, count(DISTINCT coalesce(break_id::text, side || id))::int AS count,
      sum(CASE side WHEN 'statement' THEN amount_fen ELSE -amount_fen END)::bigint AS amount_fen,
      sum(amount_fen) FILTER (WHERE side = 'statement')::bigint AS statement_fen,
      sum(amount_fen) FILTER (WHERE side = 'book')::bigint AS book_fen
    FROM placed GROUP BY class, of
    ORDER BY abs(sum(CASE side WHEN 'statement' THEN amount_fen ELSE -amount_fen END)) DESC, class, of
  `.execute(db)
  const sum = (of: 'statementFen' | 'bookFen') => rows.reduce((total, row) => total + (row[of] ?? 0n), 0n)
  return {
    account,
    statementFen: sum('statementFen'),
    bookFen: sum('bookFen'),
    differenceFen: sum('statementFen') - sum('bookFen'),
    causes: rows.map(({ class: of, side, count, amountFen }) => ({ class: of, side, count, amountFen })),
  }
}
