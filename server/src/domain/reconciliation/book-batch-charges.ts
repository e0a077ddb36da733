import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { batchCharged } from '#domain/ledger/channel-entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import { feedBookLines } from './feed-book-lines.ts'
import { recordMatch } from './record-match.ts'

interface Charge {
  batchId: string
  no: string
  feeFen: bigint
  bookedAt: Date
  /** The bank's day lies in a month that is closed: it is booked today. */
  isClosed: boolean
  isBooked: boolean
  statementIds: string[]
  bookIds: string[]
  /** The line of the entry for the charge, while nothing matches it. */
  feeLineId: bigint | null
}

/**
 * Books what a bank kept for a batch of payouts inside its one amount: it took more than was paid, or gave back less than failed. Only under the
 * number of the batch, only once all of the batch has ended, and no more than the rule allows for each payout; above it a person asks. The
 * bank's lines are matched with all payouts and the charge. What a run booked and did not live to match is matched by the next. Returns how many were booked.
 */
export async function bookBatchCharges({ db }: { db: Db }): Promise<number> {
  const { value, version } = await readRule(db, 'batch_charge')
  const find = () => findCharges(db, value.mostPerLineFen)
  const found = await find()
  const fresh = found.filter(({ isBooked }) => !isBooked)
  for (const { batchId, feeFen, bookedAt, isClosed } of fresh) {
    const entry = batchCharged({ batchId, feeFen, bookedAt: isClosed ? undefined : bookedAt })
    await db.transaction().execute(async trx => {
      await postEntries(trx, [entry])
    })
  }
  if (fresh.length > 0) await feedBookLines({ db })
  for (const charge of fresh.length > 0 ? await find() : found)
    await db.transaction().execute(trx => matchCharge(trx, charge, version))
  return fresh.length
}

async function findCharges(db: Db, mostPerLineFen: bigint): Promise<Charge[]> {
  const { rows } = await sql<Charge>`
    WITH ours AS (
      SELECT payout.batch_id, sum(book_line.amount_fen)::bigint AS sum, count(*)::int AS n, array_agg(book_line.id::text) AS ids
      FROM open_line JOIN book_line ON book_line.id = line_id JOIN payout ON payout.no = book_line.own_no
      WHERE side = 'book' AND open_line.account = 'A:BANK' AND book_line.kind = 'payout' AND book_line.amount_fen < 0
        AND payout.batch_id IS NOT NULL
      GROUP BY payout.batch_id
    ), whole AS (
      SELECT ours.*, batch.no FROM ours JOIN payout_batch AS batch ON batch.id = ours.batch_id
      WHERE n = (SELECT count(*) FROM payout WHERE payout.batch_id = ours.batch_id AND state IN ('confirmed', 'returned'))
        AND NOT EXISTS (SELECT FROM payout WHERE payout.batch_id = ours.batch_id AND state IN ('approved', 'sent', 'unknown'))
    ), theirs AS (
      SELECT whole.batch_id, sum(line.amount_fen)::bigint AS sum, max(line.booked_at) AS booked_at, array_agg(line.id::text) AS ids,
        bool_or(line.amount_fen = whole.sum) AS is_exact
      FROM open_line JOIN statement_line AS line ON line.id = line_id JOIN whole ON whole.no IN (line.own_no, line.batch_no)
      WHERE side = 'statement' AND open_line.account = 'A:BANK' AND line.kind <> 'fee'
        -- A line that names a payout is held against that one.
        AND NOT EXISTS (SELECT FROM payout WHERE payout.no = line.own_no)
      GROUP BY whole.batch_id
    )
    SELECT whole.batch_id, whole.no, whole.sum - theirs.sum AS fee_fen, theirs.booked_at, theirs.ids AS statement_ids, whole.ids AS book_ids,
      EXISTS (SELECT FROM ledger.period WHERE month = date_trunc('month', business_day(theirs.booked_at)::timestamp)::date) AS is_closed,
      booked.id IS NOT NULL AS is_booked, open_line.line_id AS fee_line_id
    FROM whole JOIN theirs USING (batch_id)
    LEFT JOIN ledger.transaction AS booked ON booked.key = 'batch_charge:' || whole.batch_id
    LEFT JOIN book_line AS fee_line ON fee_line.transaction_id = booked.id AND fee_line.account = 'A:BANK'
    LEFT JOIN open_line ON open_line.side = 'book' AND open_line.line_id = fee_line.id
    WHERE NOT is_exact AND whole.sum - theirs.sum BETWEEN 1 AND ${mostPerLineFen} * whole.n
      AND (booked.id IS NULL OR -fee_line.amount_fen = whole.sum - theirs.sum)
      -- Nobody argues with whoever took them apart.
      AND NOT EXISTS (
        SELECT FROM match_item AS item JOIN match ON match.id = item.match_id AND match.state = 'undone'
        WHERE item.side = 'book' AND item.line_id::text = ANY (whole.ids))
    ORDER BY whole.no
  `.execute(db)
  return rows
}

async function matchCharge(trx: Transaction<Database>, charge: Charge, version: number): Promise<void> {
  const { no, feeFen, feeLineId, statementIds, bookIds } = charge
  if (feeLineId === null) return
  await recordMatch(trx, {
    account: 'A:BANK',
    stage: 'batch',
    statementIds: statementIds.map(BigInt),
    bookIds: [...bookIds.map(BigInt), feeLineId],
    reason: {
      batch: no,
      lefts: statementIds.length,
      rights: bookIds.length,
      feeFen: feeFen.toString(),
      rule: 'batch_charge',
      version,
    },
  })
}
