import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'

type Trx = Transaction<Database>

/** Which open lines somebody has taken apart: a run that put them together again would be arguing with him. */
export async function openParted(trx: Trx): Promise<boolean> {
  await sql`
    CREATE TEMP TABLE parted ON COMMIT DROP AS
    SELECT DISTINCT l.id AS left_id, r.id AS right_id, l.order_key || '|' || r.order_key AS order_key
    FROM match
    JOIN match_item AS of_statement ON of_statement.match_id = match.id AND of_statement.side = 'statement'
    JOIN match_item AS of_book ON of_book.match_id = match.id AND of_book.side = 'book'
    JOIN left_line AS l ON l.id = of_statement.line_id
    JOIN right_line AS r ON r.id = of_book.line_id
    WHERE match.state = 'undone'
  `.execute(trx)
  const { rows } = await sql<{ any: boolean }>`SELECT EXISTS (SELECT FROM parted) AS any`.execute(trx)
  return rows[0]?.any ?? false
}

/** Takes back what the stage before has put together although somebody had taken it apart; both lines go on to the next stage. */
export async function dropParted(trx: Trx): Promise<void> {
  await sql`
    WITH again AS (
      SELECT DISTINCT l.match_id FROM parted
      JOIN paired_item AS l ON l.side = 'statement' AND l.line_id = parted.left_id
      JOIN paired_item AS r ON r.match_id = l.match_id AND r.side = 'book' AND r.line_id = parted.right_id
    ), groups AS (DELETE FROM paired USING again WHERE paired.match_id = again.match_id)
    DELETE FROM paired_item USING again WHERE paired_item.match_id = again.match_id
  `.execute(trx)
  await sql`
    DELETE FROM wrong USING parted WHERE wrong.left_id = parted.left_id AND wrong.right_id = parted.right_id
  `.execute(trx)
}
