import { BOOK_ACCOUNTS } from '@haowu/shared/reconciliation.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'

/**
 * Copies what the ledger has newly posted to those accounts into book lines, each with the numbers by which channels and banks know it.
 * Returns how many are new. Safe to repeat, and with others at the same time.
 */
export async function feedBookLines({ db }: { db: Db }): Promise<number> {
  const until = await readLastPosted(db)
  let fed = 0
  for (;;) {
    const step = await db.transaction().execute(trx => feed(trx, until))
    if (step === null) return fed
    fed += step
  }
}

/** However much was posted since the last look, no single step runs into the time a statement may take. */
const MOST_ENTRIES = 200_000n

/**
 * Entries are numbered when they are written and seen when they are committed. Every writer shares this lock until it commits; whoever
 * has it alone for an instant knows that no smaller number will still appear.
 */
async function readLastPosted(db: Db): Promise<bigint> {
  return db.transaction().execute(async trx => {
    await sql`SELECT pg_advisory_xact_lock(hashtext('ledger period'))`.execute(trx)
    const { rows } = await sql<{
      last: bigint
    }>`SELECT coalesce(max(id), 0) AS last FROM ledger.transaction`.execute(trx)
    return rows[0]?.last ?? 0n
  })
}

/** Null once everything up to there has been read. */
async function feed(trx: Transaction<Database>, last: bigint): Promise<number | null> {
  const { rows } = await sql<{
    from: bigint
  }>`SELECT transaction_id AS "from" FROM book_cursor FOR UPDATE`.execute(trx)
  const from = rows[0]?.from ?? 0n
  if (last <= from) return null
  const until = last - from > MOST_ENTRIES ? from + MOST_ENTRIES : last
  const { numAffectedRows } = await sql`
    WITH moved AS (
      SELECT transaction.id, leg.seq, account.code AS account, transaction.key, transaction.kind, transaction.ref_type,
        transaction.ref_id, transaction.posted_at, transaction.effective_on, leg.order_id,
        CASE WHEN leg.debit = account.id THEN leg.amount_fen ELSE -leg.amount_fen END AS amount_fen
      FROM ledger.account
      JOIN ledger.leg ON leg.transaction_id > ${from} AND leg.transaction_id <= ${until}
        AND (leg.debit = account.id OR leg.credit = account.id)
      JOIN ledger.transaction ON transaction.id = leg.transaction_id
      WHERE account.code = ANY (${[...BOOK_ACCOUNTS]}::text[])
    ), fed AS (
      INSERT INTO book_line (transaction_id, seq, account, key, kind, amount_fen, own_no, channel_no, booked_at, business_day, ref_type, ref_id)
      SELECT moved.id, moved.seq, moved.account, moved.key,
        CASE
          WHEN moved.kind IN ('sale_captured', 'late_payment_received', 'unmatched_payment_received', 'deposit_paid_in') THEN 'payment'
          WHEN moved.kind = 'refund_paid' THEN 'refund'
          WHEN moved.kind IN ('payout_confirmed', 'payout_returned', 'deposit_paid_out') THEN 'payout'
          WHEN moved.kind = 'batch_charged' THEN 'fee'
          WHEN moved.kind = 'channel_handed_over' THEN CASE moved.account WHEN 'A:BANK' THEN 'settlement' ELSE 'transfer' END
          ELSE 'other' END,
        moved.amount_fen,
        coalesce(payment.out_trade_no, refund.out_refund_no, payout.no, deposit_exit.out_transfer_no),
        coalesce(payment.rail_transaction_id, payout.rail_transfer_id, deposit_exit.rail_transfer_id),
        coalesce(payment.succeeded_at, refund.finished_at, payout.finished_at, deposit_exit.finished_at, moved.posted_at),
        moved.effective_on, moved.ref_type, moved.ref_id
      FROM moved
      LEFT JOIN payment ON payment.id = CASE
        WHEN moved.ref_type = 'payment' THEN moved.ref_id::uuid
        WHEN moved.ref_type = 'order' THEN (SELECT paid.id FROM payment AS paid
          WHERE paid.order_id = moved.order_id AND paid.state = 'succeeded' ORDER BY paid.succeeded_at LIMIT 1) END
      LEFT JOIN refund ON moved.ref_type = 'refund' AND refund.id = CASE WHEN moved.ref_type = 'refund' THEN moved.ref_id::uuid END
      LEFT JOIN payout ON moved.ref_type = 'payout' AND payout.id = CASE WHEN moved.ref_type = 'payout' THEN moved.ref_id::uuid END
      LEFT JOIN deposit_exit ON moved.ref_type = 'deposit_exit'
        AND deposit_exit.id = CASE WHEN moved.ref_type = 'deposit_exit' THEN moved.ref_id::uuid END
      ORDER BY moved.id, moved.seq
      ON CONFLICT (account, transaction_id, seq) DO NOTHING
      RETURNING id, account, kind
    )
    -- What a channel handed over to a bank is proven by the bank's line.
    INSERT INTO open_line (side, line_id, account)
    SELECT 'book', id, account FROM fed WHERE NOT (account IN ('A:CHANNEL', 'A:CHANNEL_KUAISHOU') AND kind = 'transfer')
  `.execute(trx)
  await sql`UPDATE book_cursor SET transaction_id = ${until}`.execute(trx)
  return Number(numAffectedRows ?? 0n)
}
