import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'

type Trx = Transaction<Database>

/** What a channel writes of a movement that is not, or no longer, what it says. */
const NOT_FINAL = ['PROCESSING', 'CHANGE', 'REFUNDCLOSE', 'CLOSED', 'REVOKED', 'ABNORMAL']

/**
 * One line and one line with the same number and the same amount. Where a number stands several times on both sides, the first is
 * paired with the first; what is left over is somebody else's question.
 */
export async function matchByNumber(trx: Trx, column: 'own_no' | 'channel_no'): Promise<void> {
  const no = sql.ref(column)
  await sql`
    WITH numbered_left AS (
      SELECT id, order_key, ${no} AS no, amount_fen, business_day,
        row_number() OVER (PARTITION BY ${no}, amount_fen ORDER BY booked_at, order_key) AS nth
      FROM left_line WHERE ${no} IS NOT NULL AND (status IS NULL OR status <> ALL (${NOT_FINAL}::text[]))
    ), numbered_right AS (
      SELECT id, order_key, ${no} AS no, amount_fen, business_day,
        row_number() OVER (PARTITION BY ${no}, amount_fen ORDER BY booked_at, order_key) AS nth
      FROM right_line WHERE ${no} IS NOT NULL
    ), pair AS MATERIALIZED (
      SELECT nextval((SELECT pg_get_serial_sequence('match', 'id')::regclass)) AS match_id, l.id AS left_id, r.id AS right_id,
        l.order_key AS left_key, r.order_key AS right_key, r.business_day - l.business_day AS days
      FROM numbered_left AS l JOIN numbered_right AS r USING (no, amount_fen, nth)
    ), grouped AS (
      INSERT INTO paired (match_id, stage, state, reason, difference_fen)
      SELECT match_id, ${column}::text, 'auto', CASE days WHEN 0 THEN '{}'::jsonb ELSE jsonb_build_object('days', days) END, 0 FROM pair
    )
    INSERT INTO paired_item (match_id, side, line_id, order_key)
    SELECT match_id, 'statement', left_id, left_key FROM pair
    UNION ALL
    SELECT match_id, 'book', right_id, right_key FROM pair
  `.execute(trx)
}

/** Several lines of one side with the number of one line of the other, which come to its amount together. */
export async function matchSplitNumbers(trx: Trx): Promise<void> {
  await sql`
    WITH l AS (SELECT own_no, sum(amount_fen) AS sum, count(*) AS n FROM left_line
      WHERE own_no IS NOT NULL AND (status IS NULL OR status <> ALL (${NOT_FINAL}::text[])) GROUP BY own_no
    ), r AS (SELECT own_no, sum(amount_fen) AS sum, count(*) AS n FROM right_line WHERE own_no IS NOT NULL GROUP BY own_no
    ), pair AS MATERIALIZED (
      SELECT nextval(pg_get_serial_sequence('match', 'id')) AS match_id, own_no, l.n AS lefts, r.n AS rights
      FROM l JOIN r USING (own_no, sum) WHERE least(l.n, r.n) = 1 AND greatest(l.n, r.n) > 1
    ), grouped AS (
      INSERT INTO paired (match_id, stage, state, reason, difference_fen)
      SELECT match_id, 'own_no', 'auto', jsonb_build_object('lefts', lefts, 'rights', rights), 0 FROM pair
    )
    INSERT INTO paired_item (match_id, side, line_id, order_key)
    SELECT match_id, 'statement', id, order_key FROM pair JOIN left_line USING (own_no)
    UNION ALL
    SELECT match_id, 'book', id, order_key FROM pair JOIN right_line USING (own_no)
  `.execute(trx)
}

/**
 * Several lines with one number that do not come to the same on both sides: which of them is the one too many, or the rest that is still to
 * come, is for a person.
 */
export async function findUneven(trx: Trx): Promise<void> {
  await sql`
    WITH l AS (SELECT own_no, count(*) AS n, jsonb_agg(id::text ORDER BY order_key) AS ids FROM left_line WHERE own_no IS NOT NULL GROUP BY 1),
      r AS (SELECT own_no, count(*) AS n, jsonb_agg(id::text ORDER BY order_key) AS ids FROM right_line WHERE own_no IS NOT NULL GROUP BY 1),
      uneven AS MATERIALIZED (SELECT own_no, l.ids AS lefts, r.ids AS rights FROM l JOIN r USING (own_no) WHERE l.n + r.n > 2)
    INSERT INTO wrong (class, left_id, right_id, amount_fen, business_day, cause, order_key)
    SELECT 'AMBIGUOUS', id, NULL, amount_fen, business_day,
      jsonb_build_object('candidates', rights, 'count', jsonb_array_length(rights), 'no', own_no), order_key
    FROM uneven JOIN left_line USING (own_no)
    UNION ALL
    SELECT 'AMBIGUOUS', NULL, id, -amount_fen, business_day,
      jsonb_build_object('candidates', lefts, 'count', jsonb_array_length(lefts), 'no', own_no), order_key
    FROM uneven JOIN right_line USING (own_no)
  `.execute(trx)
}

/** The numbers agree and something else does not: both lines are named in one difference. */
export async function findDisagreements(trx: Trx): Promise<void> {
  await sql`
    WITH l AS (SELECT *, row_number() OVER (PARTITION BY own_no ORDER BY booked_at, order_key) AS nth FROM left_line WHERE own_no IS NOT NULL),
      r AS (SELECT *, row_number() OVER (PARTITION BY own_no ORDER BY booked_at, order_key) AS nth FROM right_line WHERE own_no IS NOT NULL)
    INSERT INTO wrong (class, left_id, right_id, amount_fen, business_day, cause, order_key)
    SELECT CASE WHEN l.amount_fen = r.amount_fen THEN 'STATUS' ELSE 'AMOUNT' END, l.id, r.id, l.amount_fen - r.amount_fen,
      l.business_day, jsonb_build_object('statement', l.amount_fen::text, 'book', r.amount_fen::text, 'status', l.status),
      l.order_key || '|' || r.order_key
    FROM l JOIN r USING (own_no, nth)
  `.execute(trx)
}

/** A number that has its match already is told once more: by the channel, or by us. */
export async function findDuplicates(trx: Trx, account: string): Promise<void> {
  await sql`
    INSERT INTO wrong (class, left_id, right_id, amount_fen, business_day, cause, order_key)
    SELECT 'DUP_EXT', l.id, NULL, l.amount_fen, l.business_day, jsonb_build_object('no', l.own_no), l.order_key
    FROM left_line AS l
    WHERE l.own_no IS NOT NULL AND EXISTS (
      SELECT FROM statement_line AS other JOIN statement_account ON statement_account.id = other.account_id
      WHERE other.own_no = l.own_no AND other.id <> l.id AND other.amount_fen = l.amount_fen AND ledger_account = ${account}
        AND NOT EXISTS (SELECT FROM left_line WHERE left_line.id = other.id)
        AND (EXISTS (SELECT FROM paired_item WHERE side = 'statement' AND line_id = other.id)
          OR EXISTS (SELECT FROM match_item WHERE side = 'statement' AND line_id = other.id AND active)))
  `.execute(trx)
  await sql`
    INSERT INTO wrong (class, left_id, right_id, amount_fen, business_day, cause, order_key)
    SELECT 'DUP_INT', NULL, r.id, -r.amount_fen, r.business_day, jsonb_build_object('no', r.own_no), r.order_key
    FROM right_line AS r
    WHERE r.own_no IS NOT NULL AND EXISTS (
      SELECT FROM book_line AS other
      WHERE other.own_no = r.own_no AND other.id <> r.id AND other.amount_fen = r.amount_fen AND other.account = ${account}
        AND (EXISTS (SELECT FROM paired_item WHERE side = 'book' AND line_id = other.id)
          OR EXISTS (SELECT FROM match_item WHERE side = 'book' AND line_id = other.id AND active)))
  `.execute(trx)
}
