import { BOOK_ACCOUNTS, CLOSE_CHECKS, type CloseCheck } from '@haowu/shared/reconciliation.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { EXITS_IN_FLIGHT } from '#domain/deposits/exit.ts'
import { proveLedger } from '#domain/ledger/prove-ledger.ts'
import { IN_FLIGHT } from '#domain/settlement/payout.ts'
import { feedBookLines } from './feed-book-lines.ts'
import { listMissingStatements } from './list-missing-statements.ts'
import { readTieOut } from './read-tie-out.ts'
import { verifySeals } from './verify-seals.ts'

export interface CheckedItem {
  check: CloseCheck
  /** What still stands against it; zero is right. */
  open: number
  /** In fen, where it is about an amount. */
  openFen: bigint
  isDone: boolean
}

interface Counts {
  isOver: boolean
  breaks: number
  breakFen: bigint
  /** By the earlier of the days of its lines: either month waits for it. */
  suggestions: number
  waiting: number
  /** Also deposits that are on their way back: neither has ended while nobody knows how. */
  payouts: number
  refunds: number
  earlier: number
}

/** What must be right before a month can be closed, one by one. Everything is looked at again whenever it is asked. */
export async function readChecklist(db: Db, month: string): Promise<CheckedItem[]> {
  await feedBookLines({ db })
  const { disagreement } = await proveLedger(db)
  return checkClose(db, { month, isProved: disagreement === null })
}

/** The same, with the answer of a proof that was made before. */
export async function checkClose(
  db: Db,
  { month, isProved }: { month: string; isProved: boolean },
): Promise<CheckedItem[]> {
  const counts = await readCounts(db, month)
  const missing = await listMissingStatements(db, month)
  const tieOut = await readTieOut(db, month)
  const unexplained = tieOut.filter(({ unexplainedFen }) => unexplainedFen !== null && unexplainedFen !== 0n)
  const offFen = unexplained.reduce((sum, { unexplainedFen }) => sum + abs(unexplainedFen ?? 0n), 0n)
  const broken = await verifySeals(db)
  const found: Record<CloseCheck, { open: number; openFen?: bigint }> = {
    month_over: { open: counts.isOver ? 0 : 1 },
    earlier_closed: { open: counts.earlier },
    statements: { open: missing.length },
    differences: { open: counts.breaks, openFen: counts.breakFen },
    suggestions: { open: counts.suggestions },
    waiting: { open: counts.waiting },
    tie_out: { open: unexplained.length, openFen: offFen },
    payouts: { open: counts.payouts },
    refunds: { open: counts.refunds },
    ledger: { open: isProved ? 0 : 1 },
    seals: { open: broken.length },
  }
  return CLOSE_CHECKS.map(check => {
    const { open, openFen = 0n } = found[check]
    return { check, open, openFen, isDone: open === 0 }
  })
}

const abs = (fen: bigint) => (fen < 0n ? -fen : fen)

async function readCounts(db: Db, month: string): Promise<Counts> {
  const { rows } = await sql<Counts>`
    WITH bounds AS (SELECT ${`${month}-01`}::date AS first, (${`${month}-01`}::date + interval '1 month')::date AS next)
    SELECT business_day(app_now()) >= next AS is_over,
      (SELECT count(*)::int FROM break WHERE state <> 'resolved' AND business_day < next) AS breaks,
      (SELECT coalesce(sum(abs(amount_fen)), 0)::bigint FROM break WHERE state <> 'resolved' AND business_day < next) AS break_fen,
      (SELECT count(DISTINCT match.id)::int FROM match JOIN match_item ON match_id = match.id
        LEFT JOIN statement_line ON side = 'statement' AND statement_line.id = line_id
        LEFT JOIN book_line ON side = 'book' AND book_line.id = line_id
        WHERE state = 'suggested' AND coalesce(statement_line.business_day, book_line.business_day) < next) AS suggestions,
      (SELECT count(*)::int FROM open_line LEFT JOIN statement_line ON side = 'statement' AND statement_line.id = line_id
        LEFT JOIN book_line ON side = 'book' AND book_line.id = line_id
        WHERE coalesce(statement_line.business_day, book_line.business_day) < next)
        + (SELECT count(*)::int FROM ledger.transaction WHERE id > (SELECT transaction_id FROM book_cursor) AND effective_on < next
          AND EXISTS (SELECT FROM ledger.leg JOIN ledger.account ON account.id IN (debit, credit)
            WHERE leg.transaction_id = transaction.id AND account.code = ANY (${[...BOOK_ACCOUNTS]}::text[]))) AS waiting,
      (SELECT count(*)::int FROM payout WHERE state IN ('requested', 'approved', ${sql.join(IN_FLIGHT)})
          AND created_at < next::timestamp AT TIME ZONE 'Asia/Shanghai')
        + (SELECT count(*)::int FROM deposit_exit WHERE state IN (${sql.join(EXITS_IN_FLIGHT)})
          AND sent_at < next::timestamp AT TIME ZONE 'Asia/Shanghai') AS payouts,
      (SELECT count(*)::int FROM refund WHERE finished_at IS NULL AND created_at < next::timestamp AT TIME ZONE 'Asia/Shanghai') AS refunds,
      (SELECT count(*)::int FROM (
        SELECT DISTINCT date_trunc('month', effective_on::timestamp)::date AS month FROM ledger.transaction WHERE effective_on < first
      ) AS earlier WHERE NOT EXISTS (SELECT FROM ledger.period WHERE period.month = earlier.month)) AS earlier
    FROM bounds
  `.execute(db)
  const [counts] = rows
  if (!counts) throw new Error('a query without WHERE gives a row')
  return counts
}
