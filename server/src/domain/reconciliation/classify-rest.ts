import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import type { RuleValue } from '#domain/rules/rule.ts'

type Trx = Transaction<Database>
type Window = RuleValue<'match_window'>

/** Several of ours have the amount of one of theirs, or the other way round: told with the nearest first, and never decided here. */
export async function findAmbiguous(trx: Trx, { days }: Window): Promise<void> {
  await sql`
    WITH near AS (
      SELECT l.id, l.order_key, l.amount_fen, l.business_day, r.id AS right_id,
        row_number() OVER (PARTITION BY l.id ORDER BY abs(r.business_day - l.business_day), r.order_key) AS nth
      FROM left_line AS l JOIN right_line AS r ON r.amount_fen = l.amount_fen
        AND r.business_day BETWEEN l.business_day - ${days}::int AND l.business_day + ${days}::int
      WHERE l.own_no IS NULL OR r.own_no IS NULL
    )
    INSERT INTO wrong (class, left_id, right_id, amount_fen, business_day, cause, order_key)
    SELECT 'AMBIGUOUS', id, NULL, amount_fen, business_day,
      jsonb_build_object('candidates', jsonb_agg(right_id::text ORDER BY nth) FILTER (WHERE nth <= 10), 'count', count(*)), order_key
    FROM near GROUP BY id, order_key, amount_fen, business_day
  `.execute(trx)
}

/**
 * What only one side knows. Near midnight it may stand in a neighbour's file, and waits for so many files; a line of ours is missing
 * only once the statement of its day is there.
 */
export async function findOneSided(
  trx: Trx,
  account: string,
  { cutoffMinutes, waitFiles }: Window,
): Promise<void> {
  // Banks that write no time mean no midnight.
  const near = (
    at: string,
  ) => sql`(${sql.ref(at)} AT TIME ZONE 'Asia/Shanghai')::time <> '00:00' AND abs(extract(epoch FROM (${sql.ref(at)} AT TIME ZONE 'Asia/Shanghai')::time - CASE
    WHEN extract(hour FROM ${sql.ref(at)} AT TIME ZONE 'Asia/Shanghai') < 12 THEN time '00:00' ELSE time '23:59:59.999' END))
    <= ${cutoffMinutes * 60}`
  await sql`
    CREATE TEMP TABLE covered ON COMMIT DROP AS
    SELECT day_from, day_to, channel = 'bank' AS of_bank FROM statement_file JOIN statement_account ON statement_account.id = account_id
    WHERE ledger_account = ${account} AND statement_file.kind <> 'fund' AND state = 'loaded'
  `.execute(trx)
  const later = (day: string) =>
    sql`(SELECT count(*) FROM (SELECT FROM covered WHERE day_from > ${sql.ref(day)} LIMIT ${waitFiles}) AS files) < ${waitFiles}`
  await sql`
    INSERT INTO wrong (class, left_id, right_id, amount_fen, business_day, cause, order_key)
    SELECT CASE WHEN ${near('booked_at')} AND ${later('business_day')} THEN 'CUTOFF'
        WHEN amount_fen > 0 AND own_no IS NULL AND batch_no IS NULL AND kind <> 'fee' THEN 'UNIDENTIFIED_RECEIPT' ELSE 'EXT_ONLY' END,
      id, NULL, amount_fen, business_day, jsonb_build_object('kind', kind), order_key FROM left_line
  `.execute(trx)
  await sql`
    INSERT INTO wrong (class, left_id, right_id, amount_fen, business_day, cause, order_key)
    SELECT CASE WHEN ${near('booked_at')} AND ${later('business_day')} THEN 'CUTOFF' ELSE 'INT_ONLY' END,
      NULL, id, -amount_fen, business_day, jsonb_build_object('kind', kind), order_key
    FROM right_line
    -- Where both a channel and a bank tell of one account, the one tells what buyers and parties paid, the other all the rest.
    WHERE EXISTS (SELECT FROM covered WHERE right_line.business_day BETWEEN day_from AND day_to
      AND (of_bank = (kind NOT IN ('payment', 'refund')) OR NOT EXISTS (SELECT FROM covered AS other WHERE other.of_bank <> covered.of_bank)))
  `.execute(trx)
}
