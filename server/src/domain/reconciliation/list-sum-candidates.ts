import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import { findSums } from './find-only-sum.ts'
import type { Side } from './list-open-lines.ts'

interface Addend {
  id: string
  amountFen: bigint
  days: number
  no: string | null
}

export interface SumCandidate {
  lines: Addend[]
  /** How far its lines lie from the one that they make, all together. */
  days: number
}

/** So many choices are looked at, and so many shown. */
const ENOUGH = 40
const SHOWN = 3

/**
 * Several open lines of the other side that come to this one together, the most plausible first: few lines, near in days. Where more than
 * one choice would do, no run decides; a person sees them side by side.
 */
export async function listSumCandidates(
  db: Db,
  { side, lineId }: { side: Side; lineId: bigint },
): Promise<SumCandidate[]> {
  const { value } = await readRule(db, 'match_window')
  const own = side === 'statement' ? sql.table('statement_line') : sql.table('book_line')
  const other = side === 'statement' ? sql.table('book_line') : sql.table('statement_line')
  const { rows } = await sql<Addend & { wantedFen: bigint }>`
    SELECT line.id::text AS id, line.amount_fen, line.business_day - wanted.business_day AS days, coalesce(line.own_no, line.channel_no) AS no,
      wanted.amount_fen AS wanted_fen
    FROM ${own} AS wanted
    JOIN open_line AS own_open ON own_open.side = ${side} AND own_open.line_id = wanted.id
    JOIN open_line ON open_line.account = own_open.account AND open_line.side <> ${side}
    JOIN ${other} AS line ON line.id = open_line.line_id
    WHERE wanted.id = ${lineId} AND sign(line.amount_fen) = sign(wanted.amount_fen) AND abs(line.amount_fen) < abs(wanted.amount_fen)
      AND line.business_day BETWEEN wanted.business_day - ${value.days}::int AND wanted.business_day + ${value.days}::int
    ORDER BY abs(line.business_day - wanted.business_day), line.id LIMIT ${value.mostCandidates}
  `.execute(db)
  const [first] = rows
  if (!first) return []
  const { sums } = findSums(rows, first.wantedFen, { most: value.mostInSum, enough: ENOUGH })
  return sums
    .map(lines => ({
      lines: lines.map(({ id, amountFen, days, no }) => ({ id, amountFen, days, no })),
      days: lines.reduce((sum, { days }) => sum + Math.abs(days), 0),
    }))
    .toSorted((one, next) => costOf(one) - costOf(next))
    .slice(0, SHOWN)
}

/** A further line is as unlikely as a day between. */
const costOf = ({ lines, days }: SumCandidate) => lines.length + days
