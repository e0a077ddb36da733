import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { breakEntryKeyOf } from '#domain/ledger/break-entry-key.ts'
import { recordMatch } from './record-match.ts'

interface Agreed {
  id: string
  account: string
  resolution: 'adjusted' | 'written_off' | 'duplicate' | 'accepted'
  checkerId: string | null
  amountFen: bigint
  statementLineId: bigint | null
  bookLineId: bigint | null
  /** The line of the entry that was posted for it. */
  bookedId: bigint | null
}

/**
 * What two people agreed about a difference is matched: its lines with the entry that was posted for it, a line that was told twice with
 * nothing, its amount stated as the difference, and two that were accepted as they are with each other. Found by what is open, so that it happens whoever died in between.
 */
export async function settleAdjusted({ db }: { db: Db }): Promise<void> {
  await db.transaction().execute(async trx => {
    const { rows } = await sql<Agreed>`
      SELECT break.id, break.account, break.statement_line_id, break.book_line_id, break.resolution, break.checker_id, break.amount_fen,
        booked.id AS booked_id
      FROM break
      LEFT JOIN book_line AS booked
        ON booked.key = ${breakEntryKeyOf(sql`break.taken_back`)} AND booked.account = break.account
      WHERE break.state = 'resolved' AND (
        (resolution IN ('adjusted', 'written_off') AND booked.id IS NOT NULL AND EXISTS (SELECT FROM open_line WHERE side = 'book' AND line_id = booked.id))
        OR (resolution IN ('duplicate', 'accepted') AND (
          EXISTS (SELECT FROM open_line WHERE side = 'statement' AND line_id = statement_line_id)
          OR EXISTS (SELECT FROM open_line WHERE side = 'book' AND line_id = book_line_id))))
      ORDER BY break.id
    `.execute(trx)
    for (const agreed of rows) {
      const { id, account, resolution, checkerId, amountFen } = agreed
      await recordMatch(trx, {
        account,
        stage: 'hand',
        statementIds: present(agreed.statementLineId),
        bookIds: [...present(agreed.bookLineId), ...present(agreed.bookedId)],
        reason: { break: id, as: resolution },
        differenceFen: resolution === 'duplicate' ? amountFen : 0n,
        decidedBy: checkerId ?? 'system',
      })
    }
  })
}

const present = (id: bigint | null): bigint[] => (id === null ? [] : [id])
