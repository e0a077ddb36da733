import type { MatchStage } from '@haowu/shared/reconciliation.ts'
import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'

type Trx = Transaction<Database>

export interface NewMatch {
  account: string
  stage: MatchStage
  statementIds: bigint[]
  bookIds: bigint[]
  reason: object
  /** What the statement says more than the books, where nothing stands on the other side. */
  differenceFen?: bigint
  /** Whoever decided it; without him it was certain. */
  decidedBy?: string
}

/**
 * Writes down one match, with all that follows: its lines are open no more, and their differences have ended. Null, and nothing is written,
 * if one of the lines is not open in this account: it is matched already.
 */
export async function recordMatch(trx: Trx, match: NewMatch): Promise<bigint | null> {
  if (!(await lockOpen(trx, match))) return null
  const { account, stage, statementIds, bookIds, reason, differenceFen = 0n, decidedBy } = match
  const { id: matchId } = await trx
    .insertInto('match')
    .values({
      account,
      stage,
      ruleVersion: 1,
      state: decidedBy === undefined ? 'auto' : 'confirmed',
      reason: JSON.stringify(reason),
      differenceFen,
      ...(decidedBy !== undefined && { decidedBy, decidedAt: sql<Date>`app_now()` }),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await sql`
    WITH item AS (
      SELECT 'statement' AS side, unnest(${statementIds.map(String)}::bigint[]) AS line_id
      UNION SELECT 'book', unnest(${bookIds.map(String)}::bigint[])
    ), kept AS (INSERT INTO match_item (match_id, side, line_id) SELECT ${matchId}, side, line_id FROM item)
    DELETE FROM open_line USING item WHERE open_line.side = item.side AND open_line.line_id = item.line_id
  `.execute(trx)
  await endBreaks(trx, match)
  return matchId
}

/** Whether each of them waits for its match; none can be taken by another before this transaction ends. */
async function lockOpen(trx: Trx, { account, statementIds, bookIds }: NewMatch): Promise<boolean> {
  const { rows } = await sql<{ side: string }>`
    SELECT side FROM open_line WHERE account = ${account} AND (
      (side = 'statement' AND line_id = ANY (${statementIds.map(String)}::bigint[]))
      OR (side = 'book' AND line_id = ANY (${bookIds.map(String)}::bigint[])))
    FOR UPDATE
  `.execute(trx)
  return rows.length > 0 && rows.length === new Set(statementIds).size + new Set(bookIds).size
}

async function endBreaks(trx: Trx, { statementIds, bookIds }: NewMatch): Promise<void> {
  await sql`
    UPDATE break SET state = 'resolved', resolution = 'later_match', resolved_at = app_now()
    WHERE state <> 'resolved' AND (statement_line_id = ANY (${statementIds.map(String)}::bigint[])
      OR book_line_id = ANY (${bookIds.map(String)}::bigint[]))
  `.execute(trx)
}
