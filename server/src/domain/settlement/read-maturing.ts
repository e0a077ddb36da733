import { sql } from 'kysely'
import type { Db } from '#db/database.ts'

/**
 * `today`: due by the end of this business day. `week`: in the seven days after it. `blocked`: a dispute, an after-sale, a refund or
 * another cause stands in the way, whatever the date. `waiting`: the buyer has not received it, so no date is known.
 */
export const MATURING_KINDS = ['today', 'week', 'later', 'blocked', 'waiting'] as const
export type MaturingKind = (typeof MATURING_KINDS)[number]

export interface Maturing {
  kind: MaturingKind
  orderCount: number
  /** All shares of those orders, the platform's included, as a settlement batch counts them. */
  amountFen: bigint
}

/** What the next settlements will make payable, and what keeps the rest: all that is earned and not settled, each order counted once. */
export async function readMaturing(db: Db): Promise<Maturing[]> {
  const { rows } = await sql<Maturing>`
    WITH ahead AS (
      SELECT id, CASE
        WHEN EXISTS (SELECT FROM order_block WHERE order_id = orders.id AND closed_at IS NULL)
          OR EXISTS (SELECT FROM refund WHERE order_id = orders.id AND refund.state IN ('requested', 'processing')) THEN 'blocked'
        WHEN state <> 'received' THEN 'waiting'
        WHEN business_day(matures_at) <= business_day(app_now()) THEN 'today'
        WHEN business_day(matures_at) <= business_day(app_now()) + 7 THEN 'week'
        ELSE 'later' END AS kind
      FROM orders WHERE state IN ('paid', 'shipped', 'received') AND split_at IS NOT NULL
    )
    SELECT kind, count(DISTINCT id)::int AS order_count, sum(earned_fen - clawed_fen)::bigint AS amount_fen
    FROM ahead JOIN accrual ON accrual.order_id = ahead.id AND accrual.state = 'pending'
    GROUP BY kind
  `.execute(db)
  const found = new Map(rows.map(row => [row.kind, row]))
  return MATURING_KINDS.map(kind => found.get(kind) ?? { kind, orderCount: 0, amountFen: 0n })
}
