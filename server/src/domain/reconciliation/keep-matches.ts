import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'

type Trx = Transaction<Database>

/** Writes down what the run paired; each line is explained once, or the database refuses the run. Returns how many lines it closed. */
export async function keepMatches(
  trx: Trx,
  { runId, account, ruleVersion }: { runId: string; account: string; ruleVersion: number },
): Promise<number> {
  await sql`
    INSERT INTO match (id, run_id, account, stage, rule_version, state, reason, difference_fen)
    SELECT match_id, ${runId}, ${account}, stage, ${ruleVersion}, state, reason, difference_fen FROM paired ORDER BY match_id
  `.execute(trx)
  await sql`
    INSERT INTO match_item (match_id, side, line_id) SELECT match_id, side, line_id FROM paired_item ORDER BY match_id
  `.execute(trx)
  const { numAffectedRows } = await sql`
    DELETE FROM open_line USING paired_item WHERE open_line.side = paired_item.side AND open_line.line_id = paired_item.line_id
  `.execute(trx)
  return Number(numAffectedRows ?? 0n)
}

/** What was proposed was proposed for another difference: nobody agrees to what he has not seen. */
const isAnother = sql`(break.state = 'await_adjust' AND (break.class <> wrong.class OR break.amount_fen <> wrong.amount_fen))`

/** Differences that are explained now end by themselves; those that are still there keep their owner and their age. */
export async function keepBreaks(trx: Trx, account: string): Promise<void> {
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
  await sql`
    WITH hours AS (
      SELECT value FROM rule WHERE code = 'break_hours' AND scope = '*' AND effective_from <= app_now() ORDER BY effective_from DESC LIMIT 1
    )
    INSERT INTO break (account, class, statement_line_id, book_line_id, amount_fen, business_day, cause, due_at)
    SELECT ${account}, wrong.class, wrong.left_id, wrong.right_id, wrong.amount_fen, wrong.business_day, wrong.cause,
      app_now() + coalesce((hours.value ->> wrong.class)::int, (hours.value ->> 'other')::int) * interval '1 hour'
    FROM wrong, hours
    WHERE NOT EXISTS (SELECT FROM break WHERE state <> 'resolved' AND statement_line_id = wrong.left_id)
      AND NOT EXISTS (SELECT FROM break WHERE state <> 'resolved' AND book_line_id = wrong.right_id)
    ORDER BY wrong.order_key
  `.execute(trx)
}
