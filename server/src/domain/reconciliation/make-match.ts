import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { recordMatch } from './record-match.ts'

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
    const matchId = await recordMatch(trx, {
      account,
      stage: 'hand',
      statementIds,
      bookIds,
      reason: { note, lefts: statementIds.length, rights: bookIds.length },
      decidedBy: memberId,
    })
    if (matchId === null) throw new DomainError('match_state')
    const differenceFen = await sumDifference(trx, matchId)
    if (differenceFen !== 0n)
      throw new DomainError('match_unequal', { differenceFen: differenceFen.toString() })
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

/** What the lines of the statement come to, less those of the books. */
async function sumDifference(trx: Transaction<Database>, matchId: bigint): Promise<bigint> {
  const { rows } = await sql<{ fen: bigint }>`
    SELECT (coalesce(sum(statement_line.amount_fen), 0) - coalesce(sum(book_line.amount_fen), 0))::bigint AS fen
    FROM match_item
    LEFT JOIN statement_line ON side = 'statement' AND statement_line.id = line_id
    LEFT JOIN book_line ON side = 'book' AND book_line.id = line_id
    WHERE match_id = ${matchId}
  `.execute(trx)
  return rows[0]?.fen ?? 0n
}
