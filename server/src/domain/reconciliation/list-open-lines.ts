import type { BreakClass, BreakState } from '@haowu/shared/reconciliation.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'

export type Side = 'statement' | 'book'

export interface OpenLine {
  id: string
  side: Side
  kind: string
  amountFen: bigint
  feeFen: bigint
  businessDay: string
  bookedAt: Date
  ownNo: string | null
  channelNo: string | null
  batchNo: string | null
  counterparty: string | null
  description: string
  /** Of a difference it is part of. */
  breakId: string | null
  breakClass: BreakClass | null
  breakState: BreakState | null
  /** What the statement says more, where two sides disagree: less than the line. */
  breakFen: bigint | null
}

export interface OpenLineFilter {
  account: string
  side: Side
  /** In any of its numbers, in its words, or an amount in yuan. */
  search?: string | undefined
  dayFrom?: string | undefined
  dayTo?: string | undefined
  kind?: string | undefined
}

/** What nothing matches yet, oldest day first. As many as one screen scrolls through; `total` and `sumFen` are of all that fit the filter. */
export async function listOpenLines(
  db: Db,
  filter: OpenLineFilter,
  limit: number,
): Promise<{ rows: OpenLine[]; total: number; sumFen: bigint }> {
  const line = filter.side === 'statement' ? statementLines(filter.account) : bookLines(filter.account)
  const like = filter.search ? `%${filter.search.replace(/[\\%_]/g, '\\$&')}%` : null
  const { rows } = await sql<OpenLine & { total: number; sumFen: bigint }>`
    SELECT line.*, found.id AS break_id, found.class AS break_class, found.state AS break_state, found.break_fen, count(*) OVER ()::int AS total, (sum(amount_fen) OVER ())::bigint AS sum_fen
    FROM (${line}) AS line
    LEFT JOIN LATERAL (
      SELECT break.id, break.class, break.state, break.amount_fen AS break_fen FROM break WHERE break.state <> 'resolved'
        AND CASE line.side WHEN 'statement' THEN statement_line_id = line.id ELSE book_line_id = line.id END LIMIT 1
    ) AS found ON true
    WHERE (${like}::text IS NULL OR concat_ws(' ', own_no, channel_no, batch_no, counterparty, description) ILIKE ${like}
        OR abs(amount_fen)::text = ${amountDigits(filter.search)})
      AND business_day BETWEEN coalesce(${filter.dayFrom ?? null}::date, '-infinity') AND coalesce(${filter.dayTo ?? null}::date, 'infinity')
      AND (${filter.kind ?? null}::text IS NULL OR kind = ${filter.kind ?? null})
    ORDER BY business_day, booked_at, line.id LIMIT ${limit}
  `.execute(db)
  const [first] = rows
  return {
    rows: rows.map(({ total: _total, sumFen: _sum, ...row }) => ({ ...row, id: String(row.id) })),
    total: first?.total ?? 0,
    sumFen: first?.sumFen ?? 0n,
  }
}

function statementLines(account: string) {
  return sql`
    SELECT line.id, 'statement' AS side, line.kind, line.amount_fen, line.fee_fen, line.business_day::text::date AS business_day, line.booked_at,
      line.own_no, line.channel_no, line.batch_no, line.counterparty, line.description
    FROM open_line JOIN statement_line AS line ON line.id = open_line.line_id
    WHERE open_line.side = 'statement' AND open_line.account = ${account}`
}

function bookLines(account: string) {
  return sql`
    SELECT line.id, 'book' AS side, line.kind, line.amount_fen, 0::bigint AS fee_fen, line.business_day, line.booked_at, line.own_no,
      line.channel_no, NULL::text AS batch_no, NULL::text AS counterparty, line.ref_type || ' ' || line.key AS description
    FROM open_line JOIN book_line AS line ON line.id = open_line.line_id
    WHERE open_line.side = 'book' AND open_line.account = ${account}`
}

/** `1,299.5` is looked for as the amount of 129,950 fen. */
function amountDigits(search: string | undefined): string | null {
  const [, whole, decimals = ''] = /^[¥￥]?([\d,]+)(?:\.(\d{1,2}))?$/.exec(search?.trim() ?? '') ?? []
  if (whole === undefined) return null
  return BigInt(whole.replaceAll(',', '') + decimals.padEnd(2, '0')).toString()
}
