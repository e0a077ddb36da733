import { type RawBuilder, sql } from 'kysely'
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
  await sql`
    CREATE TEMP TABLE paired_item (
      match_id bigint, side text, line_id bigint, order_key text, nth bigint GENERATED ALWAYS AS IDENTITY
    ) ON COMMIT DROP
  `.execute(trx)
  await sql`
    CREATE TEMP TABLE wrong (
      class text, left_id bigint, right_id bigint, amount_fen bigint, business_day date, cause jsonb, order_key text,
      nth bigint GENERATED ALWAYS AS IDENTITY
    ) ON COMMIT DROP
  `.execute(trx)
  await sql`ANALYZE left_line, right_line`.execute(trx)
}

/** How many rows the stages so far have written to either list. */
export interface Settled {
  paired: bigint
  wrong: bigint
}

export const NOTHING_SETTLED: Settled = { paired: 0n, wrong: 0n }

/** From so many on the rest is written anew: what is deleted still lies there, and each stage to come would read past all of it. */
const MANY = 10_000n

/**
 * Takes out of the open what was paired or found wrong since the lists were as long as `before`, so that each stage sees the rest alone.
 * Returns how long they are now.
 */
export async function dropSettled(trx: Trx, before: Settled): Promise<Settled> {
  const now = await readSettled(trx)
  const fresh = now.paired - before.paired + now.wrong - before.wrong
  if (fresh === 0n) return now
  for (const [lines, side, id] of SIDES) {
    const settled = sql`(
      SELECT line_id AS id FROM paired_item WHERE side = ${sql.lit(side)} AND nth > ${before.paired}
      UNION ALL SELECT ${sql.ref(id)} FROM wrong WHERE ${sql.ref(id)} IS NOT NULL AND nth > ${before.wrong})`
    if (fresh < MANY)
      await sql`DELETE FROM ${sql.table(lines)} AS line USING ${settled} AS settled WHERE settled.id = line.id`.execute(
        trx,
      )
    else await keepRest(trx, lines, settled)
  }
  return now
}

const SIDES = [
  ['left_line', 'statement', 'left_id'],
  ['right_line', 'book', 'right_id'],
] as const

async function keepRest(
  trx: Trx,
  lines: (typeof SIDES)[number][0],
  settled: RawBuilder<unknown>,
): Promise<void> {
  await sql`
    CREATE TEMP TABLE rest ON COMMIT DROP AS
    SELECT * FROM ${sql.table(lines)} AS line WHERE NOT EXISTS (SELECT FROM ${settled} AS settled WHERE settled.id = line.id)
  `.execute(trx)
  await sql`DROP TABLE ${sql.table(lines)}`.execute(trx)
  await sql`ALTER TABLE rest RENAME TO ${sql.table(lines)}`.execute(trx)
  await sql`ANALYZE ${sql.table(lines)}`.execute(trx)
}

async function readSettled(trx: Trx): Promise<Settled> {
  const { rows } = await sql<Settled>`
    SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence('paired_item', 'nth')::regclass), 0) AS paired,
      coalesce(pg_sequence_last_value(pg_get_serial_sequence('wrong', 'nth')::regclass), 0) AS wrong
  `.execute(trx)
  return rows[0] ?? NOTHING_SETTLED
}
