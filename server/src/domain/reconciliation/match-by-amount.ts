import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import type { RuleValue } from '#domain/rules/rule.ts'
import { findOnlySum } from './find-only-sum.ts'

type Trx = Transaction<Database>
type Window = RuleValue<'match_window'>

/** The payouts of a day that a bank booked as one amount, under a number of its own; a statement in text calls what leaves a transfer. */
export async function matchBatches(trx: Trx): Promise<void> {
  await sql`
    WITH day AS (
      SELECT business_day, kind, sum(amount_fen) AS sum, count(*) AS n FROM right_line WHERE kind IN ('payout', 'refund') GROUP BY 1, 2
    ), pair AS MATERIALIZED (
      SELECT nextval(pg_get_serial_sequence('match', 'id')) AS match_id, l.id, l.order_key, l.batch_no, day.business_day, day.kind, day.n
      FROM (SELECT *, count(*) OVER (PARTITION BY business_day, amount_fen) AS alike FROM left_line
        WHERE batch_no IS NOT NULL AND (own_no IS NULL OR own_no = batch_no) AND kind <> 'fee') AS l
      JOIN day ON day.business_day = l.business_day AND day.sum = l.amount_fen
        AND (day.kind = l.kind OR (day.kind = 'payout' AND l.kind = 'transfer'))
      WHERE l.alike = 1 AND day.n > 1
    ), grouped AS (
      INSERT INTO paired (match_id, stage, state, reason, difference_fen)
      SELECT match_id, 'batch', 'auto', jsonb_build_object('batch', batch_no, 'rights', n), 0 FROM pair
    )
    INSERT INTO paired_item (match_id, side, line_id, order_key)
    SELECT match_id, 'statement', id, order_key FROM pair
    UNION ALL
    SELECT pair.match_id, 'book', r.id, r.order_key FROM pair JOIN right_line AS r USING (business_day, kind)
  `.execute(trx)
}

/** Without a number in common: the only line of this amount within the days, seen from both sides. Somebody confirms it. */
export async function matchByAmountAndDay(trx: Trx, { days }: Window): Promise<void> {
  await sql`
    WITH near AS (
      SELECT l.id AS left_id, l.order_key AS left_key, r.id AS right_id, r.order_key AS right_key,
        r.business_day - l.business_day AS days,
        count(*) OVER (PARTITION BY l.id) AS rights, count(*) OVER (PARTITION BY r.id) AS lefts
      FROM left_line AS l JOIN right_line AS r ON r.amount_fen = l.amount_fen
        AND r.business_day BETWEEN l.business_day - ${days}::int AND l.business_day + ${days}::int
      WHERE l.own_no IS NULL OR r.own_no IS NULL
    ), pair AS MATERIALIZED (
      SELECT nextval(pg_get_serial_sequence('match', 'id')) AS match_id, near.* FROM near WHERE rights = 1 AND lefts = 1
    ), grouped AS (
      INSERT INTO paired (match_id, stage, state, reason, difference_fen)
      SELECT match_id, 'amount_day', 'suggested', jsonb_build_object('days', days), 0 FROM pair
    )
    INSERT INTO paired_item (match_id, side, line_id, order_key)
    SELECT match_id, 'statement', left_id, left_key FROM pair
    UNION ALL
    SELECT match_id, 'book', right_id, right_key FROM pair
  `.execute(trx)
}

interface Open {
  id: bigint
  orderKey: string
  amountFen: bigint
  day: string
}

/** Of which side is the one line, and of which the several that come to it. */
interface Sides {
  one: 'statement' | 'book'
  ones: ReturnType<typeof sql.table>
  manys: ReturnType<typeof sql.table>
  /** Theirs never carry a number here: with one they are looked for by it. */
  onlyNumberless: ReturnType<typeof sql.raw>
}
/** Several of ours in one of theirs. */
export const OURS: Sides = {
  one: 'statement',
  ones: sql.table('left_line'),
  manys: sql.table('right_line'),
  onlyNumberless: sql.raw('true'),
}
/** One of ours that they told in several. */
export const THEIRS: Sides = {
  one: 'book',
  ones: sql.table('right_line'),
  manys: sql.table('left_line'),
  onlyNumberless: sql.raw('own_no IS NULL'),
}

/** A line that is the sum of several of the other side within the days, and of no others; with a rest it is for a person. Somebody confirms it. */
export async function matchSums(trx: Trx, window: Window, sides: Sides): Promise<void> {
  const { one, ones, manys, onlyNumberless } = sides
  const { rows: lefts } = await sql<Open>`
    SELECT id, order_key, amount_fen, business_day::text AS day FROM ${ones}
    WHERE (${one}::text = 'book' OR own_no IS NULL) AND EXISTS (SELECT FROM ${manys} WHERE ${onlyNumberless})
    ORDER BY order_key LIMIT ${MOST_SUMS}
  `.execute(trx)
  const taken = new Set<bigint>()
  for (const left of lefts) {
    const { rows } = await sql<Open>`
      SELECT id, order_key, amount_fen, business_day::text AS day FROM ${manys}
      WHERE business_day BETWEEN ${left.day}::date - ${window.days}::int AND ${left.day}::date + ${window.days}::int
        AND sign(amount_fen) = sign(${left.amountFen}::bigint) AND abs(amount_fen) <= abs(${left.amountFen}::bigint) AND ${onlyNumberless}
      ORDER BY order_key LIMIT ${window.mostCandidates + 1}
    `.execute(trx)
    if (rows.length > window.mostCandidates) continue
    // One line alone would do as well: a sum beside it is not the only answer.
    if (rows.some(({ amountFen }) => amountFen === left.amountFen)) continue
    const found = findOnlySum(rows, left.amountFen, window.mostInSum)
    if (!found || found.some(({ id }) => taken.has(id))) continue
    for (const { id } of found) taken.add(id)
    await keepSum(trx, { one, left, found })
  }
}

/** A run looks for so many sums and no more; what is left is looked at again when it is less. */
const MOST_SUMS = 200

async function keepSum(
  trx: Trx,
  { one, left, found }: { one: Sides['one']; left: Open; found: Open[] },
): Promise<void> {
  const many = one === 'statement' ? 'book' : 'statement'
  const items = [
    { side: one, lineId: left.id.toString(), orderKey: left.orderKey },
    ...found.map(({ id, orderKey }) => ({ side: many, lineId: id.toString(), orderKey })),
  ]
  const count = one === 'statement' ? 'rights' : 'lefts'
  await sql`
    WITH fresh AS MATERIALIZED (SELECT nextval(pg_get_serial_sequence('match', 'id')) AS match_id),
    grouped AS (
      INSERT INTO paired (match_id, stage, state, reason, difference_fen)
      SELECT match_id, 'sum', 'suggested', jsonb_build_object(${count}::text, ${found.length}::int), 0 FROM fresh
    )
    INSERT INTO paired_item (match_id, side, line_id, order_key)
    SELECT match_id, side, "lineId", "orderKey" FROM fresh,
      jsonb_to_recordset(${JSON.stringify(items)}::jsonb) AS item(side text, "lineId" bigint, "orderKey" text)
  `.execute(trx)
}
