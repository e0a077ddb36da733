import { sql } from 'kysely'
import type { Db } from '#db/database.ts'

/**
 * What two people agreed about a difference is matched: its lines with the entry that was posted for it, or a line that was told twice with
 * nothing, its amount stated as the difference. Found by what is open, so that it happens whoever died in between.
 */
export async function settleAdjusted({ db }: { db: Db }): Promise<void> {
  await db.transaction().execute(async trx => {
    await sql`
      CREATE TEMP TABLE agreed ON COMMIT DROP AS
      SELECT nextval(pg_get_serial_sequence('match', 'id')) AS match_id, break.id, break.account, break.statement_line_id,
        break.book_line_id, break.resolution, break.checker_id, break.amount_fen, booked.id AS booked_id
      FROM break
      LEFT JOIN book_line AS booked ON booked.key = 'break:' || break.id || ':adjusted' AND booked.account = break.account
      WHERE break.state = 'resolved' AND (
        (resolution = 'adjusted' AND booked.id IS NOT NULL AND EXISTS (SELECT FROM open_line WHERE side = 'book' AND line_id = booked.id))
        OR (resolution = 'duplicate' AND (
          EXISTS (SELECT FROM open_line WHERE side = 'statement' AND line_id = statement_line_id)
          OR EXISTS (SELECT FROM open_line WHERE side = 'book' AND line_id = book_line_id))))
    `.execute(trx)
    await sql`
      INSERT INTO match (id, account, stage, rule_version, state, reason, difference_fen, decided_by, decided_at)
      SELECT match_id, account, 'hand', 1, 'confirmed', jsonb_build_object('break', id, 'as', resolution),
        CASE resolution WHEN 'duplicate' THEN amount_fen ELSE 0 END, coalesce(checker_id::text, 'system'), app_now()
      FROM agreed
    `.execute(trx)
    await sql`
      WITH item AS (
        SELECT match_id, 'statement' AS side, statement_line_id AS line_id FROM agreed WHERE statement_line_id IS NOT NULL
        UNION ALL SELECT match_id, 'book', book_line_id FROM agreed WHERE book_line_id IS NOT NULL
        UNION ALL SELECT match_id, 'book', booked_id FROM agreed WHERE booked_id IS NOT NULL
      ), kept AS (INSERT INTO match_item (match_id, side, line_id) SELECT * FROM item)
      DELETE FROM open_line USING item WHERE open_line.side = item.side AND open_line.line_id = item.line_id
    `.execute(trx)
  })
}
