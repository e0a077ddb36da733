import { sql } from 'kysely'
import { shipHours } from '#domain/catalog/ship-promise.ts'
import type { FactSource } from './fact-source.ts'

/** The other side of the order was found to be at fault: then the return is not held against this one. */
const foundAgainst = (other: 'supplier_id' | 'streamer_id') => sql`EXISTS (
  SELECT FROM trust_case WHERE trust_case.order_id = orders.id AND trust_case.state IN ('decided', 'upheld', 'executed')
    AND trust_case.respondent_id = orders.${sql.raw(other)}
)`

/** One look at the orders counts them for either side. */
const ofBothSides = sql`GROUP BY GROUPING SETS ((supplier_id), (streamer_id))`

/** Orders paid on that day, and those called off or returned on that day, for both who traded. */
export const countSales: FactSource = {
  name: 'sales',
  rows: ({ from, to }) => sql`
    SELECT coalesce(supplier_id, streamer_id) AS subject_id, 'paid' AS fact, count(*)::int AS n
    FROM orders
    WHERE paid_at >= ${from} AND paid_at < ${to}
    ${ofBothSides}
    UNION ALL
    SELECT supplier_id, CASE reason WHEN 'after_sale' THEN 'returned' ELSE 'cancelled' END, count(*)::int
    FROM refund JOIN orders ON orders.id = refund.order_id
    WHERE refund.created_at >= ${from} AND refund.created_at < ${to} AND refund.state <> 'failed'
      AND (reason = 'supplier_cancelled' OR (reason = 'after_sale' AND NOT ${foundAgainst('streamer_id')}))
    GROUP BY 1, 2
    UNION ALL
    SELECT streamer_id, 'returned', count(*)::int
    FROM refund JOIN orders ON orders.id = refund.order_id
    WHERE refund.created_at >= ${from} AND refund.created_at < ${to} AND refund.state <> 'failed'
      AND reason = 'after_sale' AND NOT ${foundAgainst('supplier_id')}
    GROUP BY 1
  `,
}

/** What an order had from payment on: the supplier's promise of that time, or the rule for all. */
const due = sql`(paid_at + ${shipHours(sql`orders.supplier_id`, sql`orders.paid_at`)} * interval '1 hour')`

/**
 * Parcels handed over in time, those whose time ran out on that day without it, and those that arrived. What was called off
 * before its time was over is neither. `mostHours`: no order has longer.
 */
export const countParcels = (mostHours: number): FactSource => {
  const longest = sql`${mostHours}::int * interval '1 hour'`
  return {
    name: 'parcels',
    rows: ({ from, to }) => sql`
      SELECT supplier_id AS subject_id, 'shipped_in_time' AS fact, count(*)::int AS n
      FROM orders WHERE shipped_at >= ${from} AND shipped_at < ${to} AND shipped_at <= ${due}
      GROUP BY 1
      UNION ALL
      SELECT supplier_id, 'shipped_late', count(*)::int
      -- OFFSET keeps the promise from being looked up for each comparison anew.
      FROM (
        SELECT id, supplier_id, shipped_at, ${due} AS due FROM orders
        WHERE paid_at >= ${from} - ${longest} AND paid_at < ${to} OFFSET 0
      ) AS timed
      WHERE due >= ${from} AND due < ${to} AND (shipped_at > due OR (shipped_at IS NULL AND NOT EXISTS (
        SELECT FROM refund WHERE refund.order_id = timed.id AND refund.created_at <= due)))
      GROUP BY 1
      UNION ALL
      SELECT coalesce(supplier_id, streamer_id), 'received', count(*)::int
      FROM orders
      WHERE received_at >= ${from} AND received_at < ${to}
      ${ofBothSides}
    `,
  }
}
