import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { bank } from '#domain/ledger/accounts.ts'

interface Sought {
  payoutId: string
  /** The bank's own number of the line. */
  reference: string
  /** What must have come in by it. */
  amountFen: bigint
  /** Nothing comes back before it was sent; when it arrived is known only from when somebody wrote it down. */
  sentAt: Date | null
  /** Who says so. */
  userId: string
}

/**
 * What the loaded statements of our bank accounts say of a line: that it brought exactly this money and explains nothing else, that it is
 * there and does not fit, or nothing at all, as on the day before its statement comes. A file that he loaded himself is his own word and no
 * more. Only files that reach to the day the payout was sent are looked through.
 */
export async function findReturningLine(
  trx: Transaction<Database>,
  { payoutId, reference, amountFen, sentAt, userId }: Sought,
): Promise<'fits' | 'unfit' | 'unknown'> {
  const since = sql`business_day(coalesce(${sentAt}::timestamptz, '-infinity'))`
  const { rows } = await sql<{ fits: boolean; isHis: boolean }>`
    SELECT line.amount_fen = ${amountFen} AND line.business_day >= ${since} AND line.kind NOT IN ('settlement', 'fee')
        AND NOT EXISTS (SELECT FROM payout AS other WHERE other.no = line.own_no AND other.id <> ${payoutId})
        AND NOT EXISTS (SELECT FROM match_item WHERE side = 'statement' AND line_id = line.id AND active) AS fits,
      file.loaded_by IN (SELECT 'member:' || id FROM member WHERE user_id = ${userId}) AS is_his
    FROM statement_account AS account
    JOIN statement_file AS file ON file.account_id = account.id AND file.kind = 'bank' AND file.state = 'loaded' AND file.day_to >= ${since}
    JOIN statement_line AS line ON line.file_id = file.id AND upper(btrim(line.channel_no)) = upper(${reference})
    WHERE account.channel = 'bank' AND account.ledger_account = ${bank()}
  `.execute(trx)
  const fitting = rows.filter(({ fits }) => fits)
  if (fitting.some(({ isHis }) => !isHis)) return 'fits'
  return rows.length > 0 && fitting.length === 0 ? 'unfit' : 'unknown'
}

/** The number of the payout that came back by this line of the bank, if one did; until the end of the transaction nobody else takes the line. */
export async function findReturnedBy(
  trx: Transaction<Database>,
  reference: string,
): Promise<string | undefined> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended('payout return ' || upper(${reference}), 0))`.execute(
    trx,
  )
  const { rows } = await sql<{ no: string }>`
    SELECT no FROM payout WHERE upper(btrim(return_reference)) = upper(${reference}) AND NOT is_return_repeated
  `.execute(trx)
  return rows[0]?.no
}
