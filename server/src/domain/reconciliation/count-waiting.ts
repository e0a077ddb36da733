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
    SELECT account.code AS account,
      (SELECT count(*)::int FROM break WHERE break.account = account.code
        AND (state <> 'resolved' OR reopen_maker_id IS NOT NULL)) AS differences,
      (SELECT count(*)::int FROM match WHERE match.account = account.code AND state = 'suggested') AS suggestions,
      (SELECT count(*)::int FROM open_line WHERE open_line.account = account.code AND NOT EXISTS (
        SELECT FROM break WHERE state <> 'resolved'
          AND CASE side WHEN 'statement' THEN statement_line_id = line_id ELSE book_line_id = line_id END)) AS lines
    FROM unnest(${[...BOOK_ACCOUNTS]}::text[]) WITH ORDINALITY AS account(code, nth) ORDER BY nth
  `.execute(db)
  return rows
}
