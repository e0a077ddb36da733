import { BOOK_ACCOUNTS, type BookAccount } from '@haowu/shared/reconciliation.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'

export interface AccountWaiting {
  account: BookAccount
  /** Differences that nobody has ended or whose taking back nobody has decided, and matches that nobody has confirmed. */
  differences: number
  suggestions: number
  /** Open lines of either side that no difference explains: they wait for what is not there yet, or for a run. */
  lines: number
}

/** How much waits for a person, account by account. */
export async function countWaiting(db: Db): Promise<AccountWaiting[]> {
  const { rows } = await sql<AccountWaiting>`
    WITH explained AS (
      SELECT open_line.account, count(*)::int AS lines FROM break
      CROSS JOIN LATERAL (VALUES ('statement', statement_line_id), ('book', book_line_id)) AS named(side, line_id)
      JOIN open_line ON open_line.side = named.side AND open_line.line_id = named.line_id
      WHERE break.state <> 'resolved' GROUP BY open_line.account
    ), every AS (SELECT account, count(*)::int AS lines FROM open_line GROUP BY account)
    SELECT account.code AS account,
      (SELECT count(*)::int FROM break WHERE break.account = account.code
        AND (state <> 'resolved' OR reopen_maker_id IS NOT NULL)) AS differences,
      (SELECT count(*)::int FROM match WHERE match.account = account.code AND state = 'suggested') AS suggestions,
      -- No two unresolved differences name one line.
      coalesce((SELECT lines FROM every WHERE account = code), 0)
        - coalesce((SELECT lines FROM explained WHERE account = code), 0) AS lines
    FROM unnest(${[...BOOK_ACCOUNTS]}::text[]) WITH ORDINALITY AS account(code, nth) ORDER BY nth
  `.execute(db)
  return rows
}
