import type { BookAccount } from '@haowu/shared/reconciliation.ts'
import type { StatementChannel } from '@haowu/shared/statement-files.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { listMissingStatements } from './list-missing-statements.ts'
import { listUnregisteredAccounts } from './list-unregistered-accounts.ts'

export interface StatementCell {
  accountId: string
  day: string
  /** Loaded files of that day, of each kind the account sends. */
  files: number
  /** Our books say that money moved there on that day, and no file tells it: `late` where one should be there by now. */
  lacks: 'nothing' | 'not_due' | 'late'
  /** Differences that nobody has explained yet, and what they come to without their signs. */
  breaks: number
  breakFen: bigint
}

export interface StatementMatrix {
  accounts: {
    id: string
    channel: StatementChannel
    name: string
    accountNo: string
    ledgerAccount: string
  }[]
  /** Accounts of our books that have money and nobody who sends a statement of it. */
  unregistered: BookAccount[]
  days: string[]
  cells: StatementCell[]
}

/** Accounts against the days of a month: which statements are there, and what they leave unexplained. */
export async function readStatementMatrix(db: Db, { month }: { month: string }): Promise<StatementMatrix> {
  const accounts = await db
    .selectFrom('statementAccount')
    .select(['id', 'channel', 'name', 'accountNo', 'ledgerAccount'])
    .orderBy('channel')
    .orderBy('accountNo')
    .execute()
  const { rows: days } = await sql<{ day: string }>`
    SELECT to_char(day, 'YYYY-MM-DD') AS day FROM generate_series(${`${month}-01`}::date,
      least((${`${month}-01`}::date + interval '1 month')::date - 1, business_day(app_now()) - 1), interval '1 day') AS day
  `.execute(db)
  const { rows: found } = await sql<Omit<StatementCell, 'lacks'> & { isDue: boolean }>`
    SELECT account.id AS account_id, to_char(day, 'YYYY-MM-DD') AS day,
      (SELECT count(*)::int FROM statement_file AS file WHERE file.account_id = account.id AND state = 'loaded'
        AND day::date BETWEEN day_from AND day_to) AS files,
      app_now() >= (day::date + 1 + time '12:00') AT TIME ZONE 'Asia/Shanghai' AS is_due,
      coalesce(found.breaks, 0) AS breaks, coalesce(found.fen, 0)::bigint AS break_fen
    FROM statement_account AS account
    CROSS JOIN unnest(${days.map(({ day }) => day)}::date[]) AS day
    LEFT JOIN LATERAL (
      SELECT count(*)::int AS breaks, sum(abs(amount_fen)) AS fen FROM break
      WHERE break.account = account.ledger_account AND break.business_day = day::date AND break.state <> 'resolved'
        AND (break.statement_line_id IS NULL OR EXISTS (
          SELECT FROM statement_line WHERE id = break.statement_line_id AND account_id = account.id))
    ) AS found ON true
  `.execute(db)
  const missing = await listMissingStatements(db, month)
  const cells = found.map(({ isDue, ...cell }): StatementCell => {
    const account = accounts.find(({ id }) => id === cell.accountId)
    const lacks = missing.some(
      ({ ledgerAccount, day, hasTrades }) =>
        ledgerAccount === account?.ledgerAccount &&
        day === cell.day &&
        (hasTrades || account.channel === 'bank'),
    )
    return { ...cell, lacks: lacks ? (isDue ? 'late' : 'not_due') : 'nothing' }
  })
  return {
    accounts: accounts as StatementMatrix['accounts'],
    unregistered: await listUnregisteredAccounts(db),
    days: days.map(({ day }) => day),
    cells,
  }
}
