import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'

/**
 * One hash of every entry that counts for a month: of each day its keys and bodies in the order of the keys, then of the days. A single fen,
 * account or key that is another makes another hash.
 */
export async function digestMonth(db: Db, month: string): Promise<string> {
  const { rows } = await sql<{ day: string; entries: number; hash: string }>`
    SELECT effective_on::text AS day, count(*)::int AS entries, encode(sha256(string_agg(
      convert_to(key, 'UTF8') || '\\x00'::bytea || request_hash || convert_to(legs.text, 'UTF8'), '\\x0a'::bytea ORDER BY key COLLATE "C")), 'hex') AS hash
    FROM ledger.transaction
    CROSS JOIN LATERAL (
      SELECT string_agg(concat_ws(' ', seq, debit, credit, amount_fen), ',' ORDER BY seq) AS text FROM ledger.leg
      WHERE transaction_id = transaction.id
    ) AS legs
    WHERE effective_on >= ${`${month}-01`}::date AND effective_on < ${`${month}-01`}::date + interval '1 month'
    GROUP BY effective_on ORDER BY effective_on
  `.execute(db)
  const hash = createHash('sha256')
  for (const { day, entries, hash: ofDay } of rows) hash.update(`${day} ${entries} ${ofDay}\n`)
  return hash.digest('hex')
}
