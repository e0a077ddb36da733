import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import { carryOutEnding } from './carry-out-ending.ts'

interface Tolerated {
  id: string
  account: string
  amountFen: bigint
}

/**
 * Ends what a rule says is too little for two people: two lines with one number that differ by no more than the tolerance of their account.
 * The difference is booked as a fee and named, never matched away. Returns how many ended.
 */
export async function settleTolerated({ db }: { db: Db }): Promise<number> {
  return db.transaction().execute(async trx => {
    const rule = await readRule(trx, 'match_tolerance')
    const most = Object.fromEntries(
      Object.entries(rule.value).map(([account, fen]) => [account, fen.toString()]),
    )
    const { rows } = await sql<Tolerated>`
      SELECT id, account, amount_fen FROM break
      WHERE state IN ('open', 'assigned') AND class IN ('AMOUNT', 'FEE') AND amount_fen <> 0
        -- What somebody has taken back is not for the rule alone any more.
        AND taken_back = 0 AND statement_line_id IS NOT NULL AND book_line_id IS NOT NULL
        AND abs(amount_fen) <= (${JSON.stringify(most)}::jsonb ->> account)::bigint
      ORDER BY id FOR UPDATE SKIP LOCKED
    `.execute(trx)
    for (const found of rows) {
      await trx
        .updateTable('break')
        .set({
          cause: sql`cause || ${JSON.stringify({ rule: 'match_tolerance', version: rule.version })}::jsonb`,
        })
        .where('id', '=', found.id)
        .execute()
      await carryOutEnding(trx, { ...found, as: 'fee', takenBack: 0, checkerId: null })
    }
    return rows.length
  })
}
