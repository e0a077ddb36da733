import type { BreakClass } from '@haowu/shared/reconciliation.ts'
import type { LineState, LineView } from '@haowu/shared/statement-files.ts'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#db/database.ts'

export interface StoredLine {
  id: string
  lineNo: number
  kind: string
  amountFen: bigint
  feeFen: bigint
  businessDay: string
  bookedAt: Date
  ownNo: string | null
  channelNo: string | null
  counterparty: string | null
  status: string | null
  description: string
  /** The line as it stands in the file. */
  raw: string
  state: LineState
  /** The account of the ledger that says the same money. */
  account: string
  breakClass: BreakClass | null
  /** What of our books it is matched with, or would be: the first three, and how many there are. */
  books: { transactionId: string; orderNo: string | null; payoutNo: string | null }[]
  bookCount: number
}

export interface LineQuery {
  fileId: string
  view: LineView
  afterLine: number
}

const PAGE = 100
const MOST_BOOKS = 3

/** A file's lines in its own order, a page at a time, each with where it stands beside our books. `open` are those that wait for a run or for somebody. */
export async function listStatementLines(
  db: Db,
  { fileId, view, afterLine }: LineQuery,
): Promise<{ rows: StoredLine[]; hasMore: boolean }> {
  const { rows } = await sql<StoredLine>`
    SELECT line.id::text AS id, line_no, line.kind, line.amount_fen, fee_fen, line.business_day::text AS business_day, line.booked_at, line.own_no,
      line.channel_no, counterparty, status, description, raw, account.ledger_account AS account, wrong.class AS break_class,
      coalesce(found.list, '[]') AS books, coalesce(found.count, 0) AS book_count,
      CASE WHEN match.state = 'suggested' THEN 'suggested' WHEN match.id IS NOT NULL THEN 'matched' WHEN wrong.class IS NOT NULL THEN 'break'
        WHEN open_line.line_id IS NOT NULL THEN 'open' ELSE 'left_out' END AS state
    FROM statement_line AS line JOIN statement_account AS account ON account.id = line.account_id
    LEFT JOIN open_line ON open_line.side = 'statement' AND open_line.line_id = line.id
    LEFT JOIN break AS wrong ON wrong.statement_line_id = line.id AND wrong.state <> 'resolved'
    LEFT JOIN match_item AS item ON item.side = 'statement' AND item.line_id = line.id AND item.active
    LEFT JOIN match ON match.id = item.match_id
    LEFT JOIN LATERAL (${booksOf}) AS found ON match.id IS NOT NULL
    WHERE line.file_id = ${fileId} AND line_no > ${afterLine} AND ${VIEWS[view]} ORDER BY line_no LIMIT ${PAGE + 1}
  `.execute(db)
  return { rows: rows.slice(0, PAGE), hasMore: rows.length > PAGE }
}

const VIEWS: Record<LineView, RawBuilder<unknown>> = {
  all: sql`true`,
  matched: sql`match.state <> 'suggested'`,
  // What is open is little beside a file of millions: it is found from there.
  open: sql`line.id IN (SELECT line_id FROM open_line WHERE side = 'statement' UNION ALL
    SELECT line_id FROM match AS likely JOIN match_item ON match_id = likely.id AND side = 'statement' AND active WHERE likely.state = 'suggested')`,
}

const booksOf = sql`
  SELECT count(*)::int AS count, jsonb_agg(jsonb_build_object('transactionId', transaction_id::text, 'orderNo', order_no, 'payoutNo', payout_no)
    ORDER BY id) FILTER (WHERE nth <= ${MOST_BOOKS}) AS list
  FROM (
    SELECT book_line.id, book_line.transaction_id, orders.no AS order_no, payout.no AS payout_no, row_number() OVER (ORDER BY book_line.id) AS nth
    FROM match_item AS other JOIN book_line ON book_line.id = other.line_id
    LEFT JOIN ledger.leg ON leg.transaction_id = book_line.transaction_id AND leg.seq = book_line.seq
    LEFT JOIN orders ON orders.id = leg.order_id
    LEFT JOIN payout ON book_line.ref_type = 'payout' AND payout.no = book_line.own_no
    WHERE other.match_id = match.id AND other.side = 'book'
  ) AS book`
