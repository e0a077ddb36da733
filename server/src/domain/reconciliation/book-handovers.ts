import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { channelHandedOver } from '#domain/ledger/channel-entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { feedBookLines } from './feed-book-lines.ts'
import { recordMatch } from './record-match.ts'

interface Handover {
  lineId: bigint
  account: string
  ofShop: boolean
  day: string
  netFen: bigint
  feeFen: bigint
  trades: number
  bookedAt: Date
  /** The bank's day lies in a month that is closed: it is booked today. */
  isClosed: boolean
  isBooked: boolean
  /** The line of its entry, while nothing matches it. */
  bookId: bigint | null
}

/** A channel pays what was earned on one of these days before the bank's day. */
const DAYS_BACK = 4

/**
 * Books what channels handed over to the bank: a line of the bank that is exactly what the trades of one day come to, less their fees. Many
 * lines of the channel stand behind one of the bank (N:1), and from then on behind each of them an entry. What a run booked and did not live
 * to match is matched by the next. Returns how many were booked.
 */
export async function bookHandovers({ db }: { db: Db }): Promise<number> {
  const found = await findHandovers(db)
  const fresh = found.filter(({ isBooked }) => !isBooked)
  for (const { account, ofShop, day, netFen, feeFen, bookedAt, isClosed } of fresh) {
    await db.transaction().execute(async trx => {
      await postEntries(trx, [
        channelHandedOver({
          account,
          ofShop,
          day,
          netFen,
          feeFen,
          bookedAt: isClosed ? undefined : bookedAt,
        }),
      ])
    })
  }
  if (fresh.length > 0) await feedBookLines({ db })
  for (const handover of fresh.length > 0 ? await findHandovers(db) : found)
    await db.transaction().execute(trx => matchHandover(trx, handover))
  return fresh.length
}

/** A day that two lines could be, and a line that two days could be, is left to a person. */
async function findHandovers(db: Db): Promise<Handover[]> {
  const { rows } = await sql<Handover>`
    WITH earned AS (
      SELECT account.account_no AS account, account.ledger_account <> 'A:CHANNEL' AS of_shop, line.business_day AS day, sum(line.amount_fen - line.fee_fen)::bigint AS net_fen,
        sum(line.fee_fen)::bigint AS fee_fen, count(*)::int AS trades
      FROM statement_line AS line
      JOIN statement_file AS file ON file.id = line.file_id AND file.kind IN ('trade', 'settlement')
      JOIN statement_account AS account ON account.id = line.account_id AND account.ledger_account IN ('A:CHANNEL', 'A:CHANNEL_KUAISHOU')
      WHERE line.business_day >= (
        SELECT min(bank.business_day) - ${DAYS_BACK}::int FROM open_line JOIN statement_line AS bank ON bank.id = line_id
        WHERE side = 'statement' AND account = 'A:BANK')
      GROUP BY 1, 2, 3
    ), known AS (
      SELECT earned.*, booked.id IS NOT NULL AS is_booked, open_line.line_id AS book_id
      FROM earned
      LEFT JOIN ledger.transaction AS booked ON booked.key = 'handover:' || earned.account || ':' || earned.day
      LEFT JOIN book_line ON book_line.transaction_id = booked.id AND book_line.account = 'A:BANK'
      LEFT JOIN open_line ON open_line.side = 'book' AND open_line.line_id = book_line.id
    ), fits AS (
      SELECT bank.id AS line_id, bank.booked_at, known.*,
        count(*) OVER (PARTITION BY bank.id) AS days, count(*) OVER (PARTITION BY known.account, known.day) AS lines
      FROM open_line JOIN statement_line AS bank ON bank.id = open_line.line_id
      JOIN known ON known.net_fen = bank.amount_fen AND known.day BETWEEN bank.business_day - ${DAYS_BACK}::int AND bank.business_day - 1
      WHERE open_line.side = 'statement' AND open_line.account = 'A:BANK' AND bank.kind IN ('settlement', 'transfer', 'other', 'payment')
        AND (NOT known.is_booked OR known.book_id IS NOT NULL)
        -- Nobody argues with whoever took the two apart.
        AND NOT EXISTS (
          SELECT FROM match_item AS item JOIN match ON match.id = item.match_id AND match.state = 'undone'
          WHERE item.side = 'book' AND item.line_id = known.book_id)
    )
    SELECT line_id, account, of_shop, day::text AS day, net_fen, fee_fen, trades, booked_at, is_booked, book_id,
      EXISTS (SELECT FROM ledger.period WHERE month = date_trunc('month', business_day(booked_at)::timestamp)::date) AS is_closed
    FROM fits WHERE days = 1 AND lines = 1 ORDER BY day
  `.execute(db)
  return rows
}

async function matchHandover(trx: Transaction<Database>, handover: Handover): Promise<void> {
  const { lineId, bookId, account, day, feeFen, trades } = handover
  if (bookId === null) return
  await recordMatch(trx, {
    account: 'A:BANK',
    stage: 'batch',
    statementIds: [lineId],
    bookIds: [bookId],
    reason: { day, trades, feeFen: feeFen.toString(), channel: account },
  })
}
