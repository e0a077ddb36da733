import { BOOK_ACCOUNTS, type BookAccount } from '@haowu/shared/reconciliation.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'

export interface AccountWaiting {
  account: BookAccount
  /** Differences that nobody has ended, and matches that nobody has confirmed. */
  differences: number
  suggestions: number
}

/** How much waits for a person, account by account. */
export async function countWaiting(db: Db): Promise<AccountWaiting[]> {
  const { rows } = await sql<AccountWaiting>`
    SELECT account.code AS account,
      (SELECT count(*)::int FROM break WHERE break.account = account.code AND state <> 'resolved') AS differences,
      (SELECT count(*)::int FROM match WHERE match.account = account.code AND state = 'suggested') AS suggestions
    FROM unnest(${[...BOOK_ACCOUNTS]}::text[]) WITH ORDINALITY AS account(code, nth) ORDER BY nth
  `.execute(db)
  return rows
}
