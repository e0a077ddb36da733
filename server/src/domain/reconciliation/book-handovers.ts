import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { channelHandedOver } from '#domain/ledger/channel-entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { feedBookLines } from './feed-book-lines.ts'

interface Handover {
  lineId: bigint
  account: string
  day: string
  netFen: bigint
  feeFen: bigint
  trades: number
  bookedAt: Date
  /** The bank's day lies in a month that is closed: it is booked today. */
  isClosed: boolean
}

/** A channel pays what was earned on one of these days before the bank's day. */
const DAYS_BACK = 4

/**
 * Books what channels handed over to the bank: a line of the bank that is exactly what the trades of one day come to, less their fees. Many
 * lines of the channel stand behind one of the bank (N:1), and from then on behind each of them an entry. Returns how many were booked.
 */
export async function bookHandovers({ db }: { db: Db }): Promise<number> {
  const found = await findHandovers(db)
  for (const handover of found) {
    const { account, day, netFen, feeFen, bookedAt, isClosed } = handover
    await db.transaction().execute(async trx => {
      await postEntries(trx, [
        channelHandedOver({ account, day, netFen, feeFen, bookedAt: isClosed ? undefined : bookedAt }),
      ])
    })
  }
  if (found.length === 0) return 0
  await feedBookLines({ db })
  for (const handover of found) await db.transaction().execute(trx => matchHandover(trx, handover))
  return found.length
}

/** A day that two lines could be, and a line that two days could be, is left to a person. */
async function findHandovers(db: Db): Promise<Handover[]> {
  const { rows } = await sql<Handover>`
    WITH earned AS (
      SELECT account.account_no AS account, line.business_day AS day, sum(line.amount_fen - line.fee_fen)::bigint AS net_fen,
        sum(line.fee_fen)::bigint AS fee_fen, count(*)::int AS trades
      FROM statement_line AS line
      JOIN statement_file AS file ON file.id = line.file_id AND file.kind = 'trade'
      JOIN statement_account AS account ON account.id = line.account_id AND account.ledger_account = 'A:CHANNEL'
      WHERE line.business_day >= (
        SELECT min(bank.business_day) - ${DAYS_BACK}::int FROM open_line JOIN statement_line AS bank ON bank.id = line_id
        WHERE side = 'statement' AND account = 'A:BANK')
      GROUP BY 1, 2
    ), fits AS (
      SELECT bank.id AS line_id, bank.booked_at, earned.*,
        count(*) OVER (PARTITION BY bank.id) AS days, count(*) OVER (PARTITION BY earned.account, earned.day) AS lines
      FROM open_line JOIN statement_line AS bank ON bank.id = open_line.line_id
      JOIN earned ON earned.net_fen = bank.amount_fen AND earned.day BETWEEN bank.business_day - ${DAYS_BACK}::int AND bank.business_day - 1
      WHERE open_line.side = 'statement' AND open_line.account = 'A:BANK' AND bank.kind IN ('settlement', 'transfer', 'other', 'payment')
        AND NOT EXISTS (SELECT FROM ledger.transaction WHERE key = 'handover:' || earned.account || ':' || earned.day)
    )
    SELECT line_id, account, day::text AS day, net_fen, fee_fen, trades, booked_at,
      EXISTS (SELECT FROM ledger.period WHERE month = date_trunc('month', business_day(booked_at)::timestamp)::date) AS is_closed
    FROM fits WHERE days = 1 AND lines = 1 ORDER BY day
  `.execute(db)
  return rows
}

async function matchHandover(trx: Transaction<Database>, handover: Handover): Promise<void> {
  const { lineId, account, day, feeFen, trades } = handover
  const { rows } = await sql<{ bookId: bigint }>`
    SELECT book_line.id AS book_id FROM book_line JOIN open_line ON side = 'book' AND line_id = book_line.id
    WHERE book_line.account = 'A:BANK' AND book_line.key = ${`handover:${account}:${day}`}
  `.execute(trx)
  const [book] = rows
  const { numDeletedRows } = await trx
    .deleteFrom('openLine')
    .where('side', '=', 'statement')
    .where('lineId', '=', lineId)
    .executeTakeFirstOrThrow()
  if (!book || numDeletedRows === 0n) return
  await trx.deleteFrom('openLine').where('side', '=', 'book').where('lineId', '=', book.bookId).execute()
  const reason = { day, trades, feeFen: feeFen.toString(), channel: account }
  const { id } = await trx
    .insertInto('match')
    .values({
      account: 'A:BANK',
      stage: 'batch',
      ruleVersion: 1,
      state: 'auto',
      reason: JSON.stringify(reason),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await trx
    .insertInto('matchItem')
    .values([
      { matchId: id, side: 'statement', lineId },
      { matchId: id, side: 'book', lineId: book.bookId },
    ])
    .execute()
  await trx
    .updateTable('break')
    .set({ state: 'resolved', resolution: 'later_match', resolvedAt: sql`app_now()` })
    .where('state', '<>', 'resolved')
    .where('statementLineId', '=', lineId)
    .execute()
}
