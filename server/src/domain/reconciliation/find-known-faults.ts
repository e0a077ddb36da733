import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import type { RuleValue } from '#domain/rules/rule.ts'

type Trx = Transaction<Database>
type ChannelFee = RuleValue<'channel_fee'>

/** The number and the amount agree, and the channel kept more of it than it may: nothing is missing in the books, and yet somebody asks. */
export async function findOvercharged(trx: Trx, { mostBps }: ChannelFee): Promise<void> {
  const least = Math.min(...Object.values(mostBps))
  await sql`
    -- Few lines have more than the least that any channel may keep; only these are asked whose they are.
    WITH dear AS MATERIALIZED (
      SELECT * FROM left_line WHERE own_no IS NOT NULL AND kind = 'payment' AND fee_fen > amount_fen * ${least}::int / 10000 + 1
    ), l AS (
      SELECT dear.*, dear.amount_fen * (${JSON.stringify(mostBps)}::jsonb ->> account.channel)::int / 10000 + 1 AS most_fen
      FROM dear JOIN statement_line USING (id) JOIN statement_account AS account ON account.id = statement_line.account_id
    )
    INSERT INTO wrong (class, left_id, right_id, amount_fen, business_day, cause, order_key)
    SELECT 'FEE', l.id, r.id, 0, l.business_day, jsonb_build_object('fee', l.fee_fen::text, 'most', l.most_fen::text),
      l.order_key || '|' || r.order_key
    FROM l JOIN right_line AS r ON r.own_no = l.own_no AND r.amount_fen = l.amount_fen
    WHERE l.fee_fen > l.most_fen
      AND NOT EXISTS (SELECT FROM left_line AS other WHERE other.own_no = l.own_no AND other.id <> l.id)
      AND NOT EXISTS (SELECT FROM right_line AS other WHERE other.own_no = l.own_no AND other.id <> r.id)
  `.execute(trx)
}

/** The number agrees, and what is missing is a charge: the channel told what it kept as part of the amount, or the bank added its own to a payout. */
export async function findCharged(trx: Trx, { chargeFromFen, chargeToFen }: ChannelFee): Promise<void> {
  await sql`
    WITH l AS (SELECT *, count(*) OVER (PARTITION BY own_no) AS alike FROM left_line WHERE own_no IS NOT NULL),
      r AS (SELECT *, count(*) OVER (PARTITION BY own_no) AS alike FROM right_line WHERE own_no IS NOT NULL)
    INSERT INTO wrong (class, left_id, right_id, amount_fen, business_day, cause, order_key)
    SELECT 'FEE', l.id, r.id, l.amount_fen - r.amount_fen, l.business_day,
      jsonb_build_object('statement', l.amount_fen::text, 'book', r.amount_fen::text, 'fee', (r.amount_fen - l.amount_fen)::text),
      l.order_key || '|' || r.order_key
    FROM l JOIN r USING (own_no)
    WHERE l.alike = 1 AND r.alike = 1 AND ((l.fee_fen <> 0 AND l.amount_fen = r.amount_fen - l.fee_fen)
      OR (r.kind = 'payout' AND r.amount_fen < 0 AND r.amount_fen - l.amount_fen BETWEEN ${chargeFromFen} AND ${chargeToFen}))
  `.execute(trx)
}

/** What was paid out has come back, and our books do not know it yet: it carries the number of a payout, or its amount beside the word of the bank. */
export async function findReturned(trx: Trx, account: string): Promise<void> {
  await sql`
    INSERT INTO wrong (class, left_id, right_id, amount_fen, business_day, cause, order_key)
    SELECT 'RETURNED_PAYOUT', l.id, NULL, l.amount_fen, l.business_day, jsonb_build_object('no', l.own_no), l.order_key
    FROM left_line AS l
    WHERE l.amount_fen > 0 AND l.own_no IS NOT NULL AND EXISTS (
      SELECT FROM book_line AS paid
      WHERE paid.own_no = l.own_no AND paid.account = ${account} AND paid.kind = 'payout' AND paid.amount_fen = -l.amount_fen)
  `.execute(trx)
}

/** The number is that of money that our books know at another of our accounts: each of the two says so. */
export async function findWrongAccount(trx: Trx, account: string): Promise<void> {
  await sql`
    INSERT INTO wrong (class, left_id, right_id, amount_fen, business_day, cause, order_key)
    SELECT 'WRONG_ACCOUNT', l.id, NULL, l.amount_fen, l.business_day, jsonb_build_object('account', min(other.account)), l.order_key
    FROM left_line AS l
    JOIN book_line AS other ON other.own_no = l.own_no AND other.amount_fen = l.amount_fen AND other.account <> ${account}
    JOIN open_line ON side = 'book' AND line_id = other.id
    GROUP BY l.id, l.amount_fen, l.business_day, l.order_key
  `.execute(trx)
  await sql`
    INSERT INTO wrong (class, left_id, right_id, amount_fen, business_day, cause, order_key)
    SELECT 'WRONG_ACCOUNT', NULL, r.id, -r.amount_fen, r.business_day, jsonb_build_object('account', min(open_line.account)), r.order_key
    FROM right_line AS r
    JOIN statement_line AS other ON other.own_no = r.own_no AND other.amount_fen = r.amount_fen
    JOIN open_line ON side = 'statement' AND line_id = other.id AND open_line.account <> ${account}
    GROUP BY r.id, r.amount_fen, r.business_day, r.order_key
  `.execute(trx)
}
