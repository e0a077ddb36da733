import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { breakEntryKeyOf } from '#domain/ledger/break-entry-key.ts'
import { recordMatch } from './record-match.ts'

interface TakenBack {
  breakId: string
  account: string
  bookedId: bigint
  mirrorId: bigint
}

/** What was booked for a difference and its mirror explain each other. Found by what is open, so that it happens whoever died in between. */
export async function settleTakenBack({ db }: { db: Db }): Promise<void> {
  await db.transaction().execute(async trx => {
    const { rows } = await sql<TakenBack>`
      SELECT break.id AS break_id, break.account, booked.id AS booked_id, mirror.id AS mirror_id
      FROM break CROSS JOIN LATERAL generate_series(0, taken_back - 1) AS nth
      JOIN ledger.transaction AS entry ON entry.key = ${breakEntryKeyOf(sql`nth`)}
      JOIN ledger.transaction AS reversal ON reversal.reverses = entry.id
      JOIN book_line AS booked ON booked.account = break.account AND booked.transaction_id = entry.id
      JOIN book_line AS mirror ON mirror.account = break.account AND mirror.transaction_id = reversal.id
      WHERE taken_back > 0
        AND EXISTS (SELECT FROM open_line WHERE side = 'book' AND line_id = booked.id)
        AND EXISTS (SELECT FROM open_line WHERE side = 'book' AND line_id = mirror.id)
      ORDER BY break.id, nth
    `.execute(trx)
    for (const { breakId, account, bookedId, mirrorId } of rows) {
      await recordMatch(trx, {
        account,
        stage: 'hand',
        statementIds: [],
        bookIds: [bookedId, mirrorId],
        reason: { break: breakId, as: 'taken_back' },
        decidedBy: 'system',
      })
    }
  })
}
