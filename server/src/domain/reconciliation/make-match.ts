import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'

export interface MakeMatch {
  account: string
  statementIds: bigint[]
  bookIds: bigint[]
  memberId: string
  note: string
}

/**
 * Somebody says what belongs together. Both sides must be open and come to the same amount: a difference is booked first, not matched away.
 * Throws `match_unequal {differenceFen}`, and `match_state` for a line that is matched already or of another account.
 */
export async function makeMatch({ db }: { db: Db }, input: MakeMatch): Promise<{ matchId: bigint }> {
  const { account, statementIds, bookIds, memberId, note } = input
  return db.transaction().execute(async trx => {
    const { rows } = await sql<{ side: 'statement' | 'book'; lineId: bigint; amountFen: bigint }>`
      DELETE FROM open_line
      USING (
        SELECT 'statement' AS side, id, amount_fen FROM statement_line WHERE id = ANY (${statementIds.map(String)}::bigint[])
        UNION ALL
        SELECT 'book', id, amount_fen FROM book_line WHERE id = ANY (${bookIds.map(String)}::bigint[])
      ) AS chosen
      WHERE open_line.side = chosen.side AND line_id = chosen.id AND account = ${account}
      RETURNING open_line.side, line_id, amount_fen
    `.execute(trx)
    if (rows.length !== new Set(statementIds).size + new Set(bookIds).size)
      throw new DomainError('match_state')
    const differenceFen = rows.reduce(
      (sum, { side, amountFen }) => (side === 'book' ? sum - amountFen : sum + amountFen),
      0n,
    )
    if (differenceFen !== 0n)
      throw new DomainError('match_unequal', { differenceFen: differenceFen.toString() })
    const { id: matchId } = await trx
      .insertInto('match')
      .values({
        account,
        stage: 'hand',
        ruleVersion: 1,
        state: 'confirmed',
        reason: JSON.stringify({ note, lefts: statementIds.length, rights: bookIds.length }),
        decidedBy: memberId,
        decidedAt: sql`app_now()`,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    await trx
      .insertInto('matchItem')
      .values(rows.map(({ side, lineId }) => ({ matchId, side, lineId })))
      .execute()
    await endBreaks(trx, { statementIds, bookIds })
    await recordAct(trx, {
      actor: `member:${memberId}`,
      action: 'match_made',
      subjectType: 'match',
      subjectId: matchId.toString(),
      facts: { note },
    })
    return { matchId }
  })
}

async function endBreaks(
  db: Db,
  { statementIds, bookIds }: { statementIds: bigint[]; bookIds: bigint[] },
): Promise<void> {
  await sql`
    UPDATE break SET state = 'resolved', resolution = 'later_match', resolved_at = app_now()
    WHERE state <> 'resolved' AND (statement_line_id = ANY (${statementIds.map(String)}::bigint[])
      OR book_line_id = ANY (${bookIds.map(String)}::bigint[]))
  `.execute(db)
}
