import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { ruleInForce } from '#domain/rules/rule-in-force.ts'

type Trx = Transaction<Database>

/** What was proposed was proposed for another difference: nobody agrees to what he has not seen. */
const isAnother = sql`(break.state = 'await_adjust' AND (break.class <> wrong.class OR break.amount_fen <> wrong.amount_fen))`

/** Differences that are explained now end by themselves; those that are still there keep their owner and their age. */
export async function keepBreaks(trx: Trx, account: string): Promise<void> {
  await dropTaken(trx)
  await sql`
    UPDATE break SET state = 'resolved', resolution = 'later_match', resolved_at = app_now()
    FROM paired_item
    WHERE break.state <> 'resolved' AND ((paired_item.side = 'statement' AND paired_item.line_id = break.statement_line_id)
      OR (paired_item.side = 'book' AND paired_item.line_id = break.book_line_id))
  `.execute(trx)
  // One side was found first, and now the other: the older difference tells of both.
  await sql`
    UPDATE break SET state = 'resolved', resolution = 'later_match', resolved_at = app_now()
    FROM wrong WHERE break.state <> 'resolved' AND break.book_line_id = wrong.right_id AND break.statement_line_id IS NULL
      AND EXISTS (SELECT FROM break AS other WHERE other.state <> 'resolved' AND other.statement_line_id = wrong.left_id)
  `.execute(trx)
  await sql`
    UPDATE break SET class = wrong.class, statement_line_id = coalesce(wrong.left_id, break.statement_line_id),
      book_line_id = coalesce(wrong.right_id, break.book_line_id), amount_fen = wrong.amount_fen, cause = wrong.cause,
      state = CASE WHEN ${isAnother} THEN 'assigned' ELSE break.state END,
      proposed = CASE WHEN ${isAnother} THEN NULL ELSE break.proposed END,
      maker_id = CASE WHEN ${isAnother} THEN NULL ELSE break.maker_id END
    FROM wrong
    WHERE break.state <> 'resolved' AND (break.statement_line_id = wrong.left_id OR break.book_line_id = wrong.right_id)
      AND (break.class <> wrong.class OR break.amount_fen <> wrong.amount_fen OR break.cause <> wrong.cause)
  `.execute(trx)
  await reopenContradicted(trx)
  await sql`
    WITH hours AS (SELECT ${ruleInForce('break_hours')} AS value)
    INSERT INTO break (account, class, statement_line_id, book_line_id, amount_fen, business_day, cause, due_at)
    SELECT ${account}, wrong.class, wrong.left_id, wrong.right_id, wrong.amount_fen, wrong.business_day, wrong.cause,
      app_now() + coalesce((hours.value ->> wrong.class)::int, (hours.value ->> 'other')::int) * interval '1 hour'
    FROM wrong, hours
    WHERE NOT EXISTS (SELECT FROM break WHERE state <> 'resolved' AND statement_line_id = wrong.left_id)
      AND NOT EXISTS (SELECT FROM break WHERE state <> 'resolved' AND book_line_id = wrong.right_id)
    ORDER BY wrong.order_key
  `.execute(trx)
}

/**
 * What somebody has matched by hand while this run was looking is no difference. The other lines are held until the run ends: whoever
 * matches one of them then finds the difference that he ends.
 */
async function dropTaken(trx: Trx): Promise<void> {
  await sql`
    WITH found AS (
      SELECT 'statement' AS side, left_id AS line_id FROM wrong WHERE left_id IS NOT NULL
      UNION SELECT 'book', right_id FROM wrong WHERE right_id IS NOT NULL
    ), held AS MATERIALIZED (
      SELECT side, line_id FROM open_line WHERE (side, line_id) IN (SELECT side, line_id FROM found)
      ORDER BY side, line_id FOR UPDATE
    ), taken AS (SELECT side, line_id FROM found EXCEPT SELECT side, line_id FROM held)
    DELETE FROM wrong USING taken
    WHERE (taken.side = 'statement' AND taken.line_id = wrong.left_id)
      OR (taken.side = 'book' AND taken.line_id = wrong.right_id)
  `.execute(trx)
}

/**
 * A difference that had ended is there again: whoever ended it meets it with its age and its story, instead of a new one. What was booked
 * stays ended, because its entry stands.
 */
async function reopenContradicted(trx: Trx): Promise<void> {
  await sql`
    WITH back AS (
      SELECT DISTINCT ON (ended.id) ended.id, wrong.*
      FROM wrong JOIN break AS ended ON ended.state = 'resolved' AND ended.resolution NOT IN ('adjusted', 'written_off') AND ended.statement_file_id IS NULL
        AND (ended.statement_line_id = wrong.left_id OR (wrong.left_id IS NULL AND ended.book_line_id = wrong.right_id))
      WHERE NOT EXISTS (SELECT FROM break WHERE state <> 'resolved' AND statement_line_id = wrong.left_id)
        AND NOT EXISTS (SELECT FROM break WHERE state <> 'resolved' AND book_line_id = wrong.right_id)
      ORDER BY ended.id, wrong.left_id NULLS LAST, wrong.order_key
    ), newest AS (SELECT DISTINCT ON (order_key) * FROM back ORDER BY order_key, id DESC)
    UPDATE break SET state = CASE WHEN owner_id IS NULL THEN 'open' ELSE 'assigned' END, resolution = NULL, resolved_at = NULL,
      proposed = NULL, maker_id = NULL, checker_id = NULL, class = newest.class, statement_line_id = newest.left_id,
      book_line_id = newest.right_id, amount_fen = newest.amount_fen, cause = newest.cause,
      reopened_at = app_now(), reopened_by = 'system', reopen_reason = NULL
    FROM newest WHERE break.id = newest.id
  `.execute(trx)
}
