import type pg from 'pg'

/** Lines of one day: numbered from `from`, all of them an hour or more from midnight. */
export interface DayOfTrade {
  from: number
  lines: number
  /** Days before today. */
  daysAgo: number
}

/**
 * Payments that arrived and were posted, one leg each. They are written by a shortcut: how entries are posted is measured by the bench
 * of the ledger, and here only their being there counts.
 */
export async function postPayments(client: pg.Client, { from, lines, daysAgo }: DayOfTrade): Promise<void> {
  const until = from + lines - 1
  await client.query(`
    SET session_replication_role = replica;
    CREATE TEMP TABLE paid AS
    SELECT n, md5('payment ' || n)::uuid AS id, 100 + (n * 7919) % 900000 AS amount_fen,
      (date_trunc('day', now() AT TIME ZONE 'Asia/Shanghai') - ${daysAgo} * interval '1 day' + interval '1 hour'
        + (n % 79200) * interval '1 second') AT TIME ZONE 'Asia/Shanghai' AS at
    FROM generate_series(${from}, ${until}) AS n;
    INSERT INTO payment (id, party_id, purpose, out_trade_no, amount_fen, state, rail_transaction_id, succeeded_at)
    SELECT id, id, 'deposit', 'P' || n, amount_fen, 'succeeded', '42000' || n, at FROM paid;
    INSERT INTO ledger.transaction (id, posted_at, effective_on, leg_count, key, request_hash, kind, ref_type, ref_id, actor)
    SELECT n, at, (at AT TIME ZONE 'Asia/Shanghai')::date, 1, 'payment:' || id || ':received', '', 'deposit_paid_in', 'payment', id, 'bench'
    FROM paid;
    INSERT INTO ledger.leg (transaction_id, debit, credit, amount_fen, seq)
    SELECT n, (SELECT id FROM ledger.account WHERE code = 'A:CHANNEL'), 0, amount_fen, 1 FROM paid;
    DROP TABLE paid;
    SET session_replication_role = origin;
    ANALYZE payment, ledger.transaction, ledger.leg`)
}

/** Takes the payments from this number on back, which nothing but a bench can do. */
export async function takeBackPayments(client: pg.Client, from: number): Promise<void> {
  await client.query(`
    SET session_replication_role = replica;
    DELETE FROM payment USING ledger.transaction AS posted WHERE posted.id >= ${from} AND payment.id = posted.ref_id::uuid;
    DELETE FROM ledger.leg WHERE transaction_id >= ${from};
    DELETE FROM ledger.transaction WHERE id >= ${from};
    SET session_replication_role = origin`)
}

/** No statement was loaded, no entry was read. */
export async function forgetStatements(client: pg.Client): Promise<void> {
  await client.query(`
    TRUNCATE open_line, match_item, match, match_run, break, statement_line, statement_file, book_line CASCADE;
    UPDATE book_cursor SET transaction_id = 0`)
}
