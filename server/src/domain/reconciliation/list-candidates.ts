import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import type { Side } from './list-open-lines.ts'
import { pairCluster, type Placed } from './pair-cluster.ts'

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
  /** Of all that have this amount on both sides, paired as near to each other as can be, it is this line's. */
  isLikeliest: boolean
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
  const partner = await findPartner(db, { side, lineId })
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
    ORDER BY same_no DESC, line.id = ${partner ?? null}::bigint IS TRUE DESC, same_amount DESC, abs(line.amount_fen - wanted.amount_fen), abs(line.business_day - wanted.business_day), line.id
    LIMIT ${MOST}
  `.execute(db)
  return rows.map(row => ({ ...row, id: String(row.id), isLikeliest: String(row.id) === partner }))
}

/** Of a cluster no more than so many lines of each side are paired. */
const MOST_IN_CLUSTER = 400

/** Where several of each side have one amount, whose partner is whose is for a person; the pairing of least cost only says who comes first. */
async function findPartner(
  db: Db,
  { side, lineId }: { side: Side; lineId: bigint },
): Promise<string | undefined> {
  const own = side === 'statement' ? sql.table('statement_line') : sql.table('book_line')
  const placed = (of: Side) => sql`(
    SELECT ${of}::text AS side, line.id::text AS id, extract(epoch FROM line.business_day)::float8
      + CASE local.at WHEN time '00:00' THEN 43200 ELSE extract(epoch FROM local.at)::float8 END AS at
    FROM wanted JOIN open_line ON open_line.account = wanted.account AND open_line.side = ${of}
    JOIN ${of === 'statement' ? sql.table('statement_line') : sql.table('book_line')} AS line ON line.id = open_line.line_id
    -- Banks that write no time mean some time of the day.
    CROSS JOIN LATERAL (SELECT (line.booked_at AT TIME ZONE 'Asia/Shanghai')::time AS at) AS local
    WHERE line.amount_fen = wanted.amount_fen ORDER BY line.id LIMIT ${MOST_IN_CLUSTER})`
  const { rows } = await sql<Placed & { side: Side }>`
    WITH wanted AS (
      SELECT line.amount_fen, open_line.account FROM ${own} AS line JOIN open_line ON side = ${side} AND line_id = line.id WHERE line.id = ${lineId}
    )
    ${placed('statement')} UNION ALL ${placed('book')}
  `.execute(db)
  if (rows.length < 3) return undefined
  const pairs = pairCluster(
    rows.filter(line => line.side === 'statement'),
    rows.filter(line => line.side === 'book'),
  )
  if (side === 'statement') return pairs.get(lineId.toString())
  return [...pairs].find(([, right]) => right === lineId.toString())?.[0]
}
