import type { MatchStage } from '@haowu/shared/reconciliation.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'

export interface MatchRow {
  id: string
  stage: MatchStage
  state: 'auto' | 'suggested' | 'confirmed' | 'undone'
  reason: Record<string, unknown>
  /** How sure it is, out of a hundred. */
  score: number
  differenceFen: bigint
  madeAt: Date
  statementFen: bigint
  bookFen: bigint
  lefts: { id: string; no: string | null; amountFen: string; day: string }[]
  rights: { id: string; no: string | null; amountFen: string; day: string }[]
}

export interface MatchQuery {
  account: string
  state?: MatchRow['state'] | undefined
  stage?: MatchStage | undefined
  /** Id of the last one seen. */
  before?: bigint | undefined
  limit: number
}

/** The newest matches first, each with its two sides (of many lines the first twenty); one more than `limit`. */
export async function listMatches(
  db: Db,
  { account, state, stage, before, limit }: MatchQuery,
): Promise<MatchRow[]> {
  const items = (side: 'statement' | 'book') => {
    const table = side === 'statement' ? sql.table('statement_line') : sql.table('book_line')
    return sql`LATERAL (
      SELECT coalesce(sum(amount_fen), 0)::bigint AS fen, coalesce(jsonb_agg(jsonb_build_object('id', line.id::text, 'no', coalesce(line.own_no, line.channel_no),
        'amountFen', line.amount_fen::text, 'day', line.business_day::text)) FILTER (WHERE nth <= 20), '[]') AS list
      FROM (SELECT line.*, row_number() OVER (ORDER BY line.business_day, line.id) AS nth FROM match_item JOIN ${table} AS line ON line.id = line_id
        WHERE match_id = match.id AND side = ${side}) AS line)`
  }
  const { rows } = await sql<MatchRow>`
    SELECT match.id::text AS id, stage, state, reason, score, difference_fen, made_at, l.fen AS statement_fen, r.fen AS book_fen, l.list AS lefts, r.list AS rights
    FROM (
      SELECT * FROM match WHERE account = ${account}
        AND (${state ?? null}::text IS NULL OR state = ${state ?? null}) AND (${stage ?? null}::text IS NULL OR stage = ${stage ?? null})
        AND (${before?.toString() ?? null}::bigint IS NULL OR id < ${before?.toString() ?? null}::bigint)
      ORDER BY id DESC LIMIT ${limit + 1}
    ) AS match
    CROSS JOIN ${items('statement')} AS l CROSS JOIN ${items('book')} AS r
    ORDER BY match.id DESC
  `.execute(db)
  return rows
}
