import { type RawBuilder, sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import type { RuleValue } from '#domain/rules/rule.ts'

type Trx = Transaction<Database>

/** Of each open payout that was decided in a batch, which batch; `whole` says that all of it is paid and open, and nothing is on its way. */
const OURS = sql`
  ours AS MATERIALIZED (
    SELECT right_line.id, right_line.order_key, right_line.amount_fen, right_line.business_day, payout.batch_id
    FROM right_line JOIN payout ON payout.no = right_line.own_no
    WHERE right_line.kind = 'payout' AND right_line.amount_fen < 0 AND payout.batch_id IS NOT NULL
  ), ours_of AS MATERIALIZED (
    SELECT batch_id, batch.no, sum(amount_fen)::bigint AS sum, count(*)::int AS n, min(business_day) AS first_day, max(business_day) AS last_day,
      NOT EXISTS (SELECT FROM payout WHERE payout.batch_id = ours.batch_id AND state IN ('approved', 'sent', 'unknown')) AND count(*) = (
        SELECT count(*) FROM payout WHERE payout.batch_id = ours.batch_id AND state IN ('confirmed', 'returned')) AS whole
    FROM ours JOIN payout_batch AS batch ON batch.id = batch_id GROUP BY batch_id, batch.no
  )`

/**
 * What the bank booked under the number of one of our batches, and all of that batch that is paid: the sum of the one is the sum of the other,
 * to the fen. The bank may book it as one amount, in parts, or whole with what it could not pay coming back; its charges stand beside it.
 * Told twice, the first counts, and the other is found as a duplicate.
 */
export async function matchNumberedBatches(trx: Trx): Promise<void> {
  await keepBatches(
    trx,
    sql`
      ${OURS}, theirs AS MATERIALIZED (
        SELECT left_line.id, left_line.order_key, left_line.amount_fen, ours_of.batch_id,
          sum(left_line.amount_fen) OVER (PARTITION BY ours_of.batch_id) = ours_of.sum AS together,
          row_number() OVER (PARTITION BY ours_of.batch_id, left_line.amount_fen ORDER BY booked_at, order_key) AS nth
        FROM left_line JOIN ours_of ON ours_of.no IN (left_line.own_no, left_line.batch_no)
        WHERE left_line.kind <> 'fee'
      ), told AS MATERIALIZED (
        SELECT id, order_key, batch_id FROM theirs WHERE together
        UNION ALL
        SELECT theirs.id, theirs.order_key, batch_id FROM theirs JOIN ours_of USING (batch_id) WHERE NOT together AND amount_fen = sum AND nth = 1
      )`,
  )
}

/** Without our number: the only amount within the days that one whole batch comes to, seen from both sides. */
export async function matchWholeBatches(trx: Trx, { days }: RuleValue<'match_window'>): Promise<void> {
  await keepBatches(
    trx,
    sql`
      ${OURS}, near AS MATERIALIZED (
        SELECT left_line.id, left_line.order_key, ours_of.batch_id,
          count(*) OVER (PARTITION BY left_line.id) AS batches, count(*) OVER (PARTITION BY ours_of.batch_id) AS lines
        FROM left_line JOIN ours_of ON ours_of.sum = left_line.amount_fen
          AND left_line.business_day BETWEEN ours_of.first_day - ${days}::int AND ours_of.last_day + ${days}::int
        WHERE left_line.kind <> 'fee' AND ours_of.whole AND ours_of.n > 1
          AND (left_line.own_no IS NULL OR left_line.own_no = left_line.batch_no)
      ), told AS MATERIALIZED (SELECT id, order_key, batch_id FROM near WHERE batches = 1 AND lines = 1)`,
  )
}

/** Pairs whatever is `told` of a batch with all of `ours` in it. */
async function keepBatches(trx: Trx, found: RawBuilder<unknown>): Promise<void> {
  await sql`
    WITH ${found}, pair AS MATERIALIZED (
      SELECT nextval(pg_get_serial_sequence('match', 'id')) AS match_id, told_of.batch_id, no, n AS rights, lefts
      FROM (SELECT batch_id, count(*)::int AS lefts FROM told GROUP BY batch_id) AS told_of JOIN ours_of USING (batch_id)
    ), grouped AS (
      INSERT INTO paired (match_id, stage, state, reason, difference_fen)
      SELECT match_id, 'batch', 'auto', jsonb_build_object('batch', no, 'lefts', lefts, 'rights', rights), 0 FROM pair
    )
    INSERT INTO paired_item (match_id, side, line_id, order_key)
    SELECT match_id, 'statement', id, order_key FROM pair JOIN told USING (batch_id)
    UNION ALL
    SELECT match_id, 'book', id, order_key FROM pair JOIN ours USING (batch_id)
  `.execute(trx)
}
