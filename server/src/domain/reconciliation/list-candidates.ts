import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import type { Side } from './list-open-lines.ts'

export interface Candidate {
  id: string
  kind: string
  amountFen: bigint
  businessDay: string
  ownNo: string | null
  channelNo: string | null
  description: string
  /** What speaks for it. */
  sameNo: boolean
  sameAmount: boolean
  days: number
  differenceFen: bigint
}

const MOST = 20
const DAYS_AROUND = 7

/** Of the other side, the open lines that may belong to this one, the likeliest first, each with what speaks for it. */
export async function listCandidates(
  db: Db,
  { side, lineId }: { side: Side; lineId: bigint },
): Promise<Candidate[]> {
  const other = side === 'statement' ? sql.table('book_line') : sql.table('statement_line')
  const own = side === 'statement' ? sql.table('statement_line') : sql.table('book_line')
  const words = side === 'statement' ? sql`line.ref_type || ' ' || line.key` : sql`line.description`
  const sign =
    side === 'statement' ? sql`wanted.amount_fen - line.amount_fen` : sql`line.amount_fen - wanted.amount_fen`
  const { rows } = await sql<Candidate>`
    SELECT line.id, line.kind, line.amount_fen, line.business_day::text AS business_day, line.own_no, line.channel_no, ${words} AS description,
      coalesce(line.own_no = wanted.own_no OR line.channel_no = wanted.channel_no, false) AS same_no,
      line.amount_fen = wanted.amount_fen AS same_amount, line.business_day - wanted.business_day AS days, ${sign} AS difference_fen
    FROM ${own} AS wanted
    JOIN open_line AS own_open ON own_open.side = ${side} AND own_open.line_id = wanted.id
    JOIN open_line ON open_line.account = own_open.account AND open_line.side <> ${side}
    JOIN ${other} AS line ON line.id = open_line.line_id
    WHERE wanted.id = ${lineId} AND (line.own_no = wanted.own_no OR line.channel_no = wanted.channel_no
      OR (sign(line.amount_fen) = sign(wanted.amount_fen)
        AND line.business_day BETWEEN wanted.business_day - ${DAYS_AROUND}::int AND wanted.business_day + ${DAYS_AROUND}::int))
    ORDER BY same_no DESC, same_amount DESC, abs(line.amount_fen - wanted.amount_fen), abs(line.business_day - wanted.business_day), line.id
    LIMIT ${MOST}
  `.execute(db)
  return rows.map(row => ({ ...row, id: String(row.id) }))
}
