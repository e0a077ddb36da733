import { BOOK_ACCOUNTS, type BookAccount } from '@haowu/shared/reconciliation.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'

/** Accounts of our books with money in them of which no channel and no bank is registered to tell: nothing will ever be missing there. */
export async function listUnregisteredAccounts(db: Db): Promise<BookAccount[]> {
  const { rows } = await sql<{ account: BookAccount }>`
    SELECT account.code AS account FROM unnest(${[...BOOK_ACCOUNTS]}::text[]) WITH ORDINALITY AS account(code, nth)
    JOIN ledger.account AS own ON own.code = account.code JOIN ledger.balance ON balance.account_id = own.id
    WHERE NOT EXISTS (SELECT FROM statement_account WHERE ledger_account = account.code)
    GROUP BY account.code, nth HAVING sum(debit_total) <> sum(credit_total) ORDER BY nth
  `.execute(db)
  return rows.map(({ account }) => account)
}
