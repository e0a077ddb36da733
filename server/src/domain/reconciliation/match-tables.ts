import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'

type Trx = Transaction<Database>

/**
 * The run's own tables: what is open on both sides, what it pairs and what it finds wrong. They are gone when the transaction ends.
 * `order_key` names a line by what it is, never by when it was loaded: ties are broken by it, so that the same lines give the same
 * answer whatever order they came in.
 */
export async function openMatchTables(trx: Trx, account: string): Promise<void> {
  await sql`
    CREATE TEMP TABLE left_line ON COMMIT DROP AS
    SELECT line.id, encode(line.fingerprint, 'hex') AS order_key, line.own_no, line.channel_no, line.batch_no, line.kind,
      line.amount_fen, line.fee_fen, line.business_day, line.booked_at, line.status
    FROM open_line JOIN statement_line AS line ON line.id = open_line.line_id
    WHERE open_line.side = 'statement' AND open_line.account = ${account}
  `.execute(trx)
  await sql`
    CREATE TEMP TABLE right_line ON COMMIT DROP AS
    SELECT line.id, line.key || ':' || line.seq AS order_key, line.own_no, line.channel_no, line.kind, line.amount_fen,
      line.business_day, line.booked_at
    FROM open_line JOIN book_line AS line ON line.id = open_line.line_id
    WHERE open_line.side = 'book' AND open_line.account = ${account}
  `.execute(trx)
  await sql`
    CREATE TEMP TABLE paired (match_id bigint, stage text, state text, reason jsonb, difference_fen bigint) ON COMMIT DROP
  `.execute(trx)
  await sql`CREATE TEMP TABLE paired_item (match_id bigint, side text, line_id bigint, order_key text) ON COMMIT DROP`.execute(
    trx,
  )
  await sql`
    CREATE TEMP TABLE wrong (class text, left_id bigint, right_id bigint, amount_fen bigint, business_day date, cause jsonb, order_key text)
    ON COMMIT DROP
  `.execute(trx)
  await sql`ANALYZE left_line, right_line`.execute(trx)
}

/** Takes out of the open what the stage before has paired or found wrong, so that each stage sees the rest alone. */
export async function dropSettled(trx: Trx): Promise<void> {
  await sql`
    DELETE FROM left_line USING (
      SELECT line_id AS id FROM paired_item WHERE side = 'statement' UNION SELECT left_id FROM wrong WHERE left_id IS NOT NULL
    ) AS settled WHERE settled.id = left_line.id
  `.execute(trx)
  await sql`
    DELETE FROM right_line USING (
      SELECT line_id AS id FROM paired_item WHERE side = 'book' UNION SELECT right_id FROM wrong WHERE right_id IS NOT NULL
    ) AS settled WHERE settled.id = right_line.id
  `.execute(trx)
}
