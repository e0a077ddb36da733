import { sql } from 'kysely'
import type { FactSource } from './fact-source.ts'

/** The other side of the order was found to be at fault: then the return is not held against this one. */
const foundAgainst = (other: 'supplier_id' | 'streamer_id') => sql`EXISTS (
  SELECT FROM trust_case WHERE trust_case.order_id = orders.id AND trust_case.state IN ('decided', 'upheld', 'executed')
    AND trust_case.respondent_id = orders.${sql.raw(other)}
)`

/** Orders paid on that day, and those called off or returned on that day, for both who traded. */
export const countSales: FactSource = {
  name: 'sales',
  rows: ({ from, to }) => sql`
    SELECT subject_id, 'paid' AS fact, count(*)::int AS n
    FROM orders CROSS JOIN LATERAL (VALUES (supplier_id), (streamer_id)) AS side(subject_id)
    WHERE paid_at >= ${from} AND paid_at < ${to}
    GROUP BY subject_id
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

/**
 * Parcels handed over in time, those whose time ran out on that day without it, and those that arrived. What was called off
 * before its time was over is neither.
 */
export const countParcels = (shipHours: number): FactSource => {
  const time = sql`${shipHours}::int * interval '1 hour'`
  return {
    name: 'parcels',
    rows: ({ from, to }) => sql`
      SELECT supplier_id AS subject_id, 'shipped_in_time' AS fact, count(*)::int AS n
      FROM orders WHERE shipped_at >= ${from} AND shipped_at < ${to} AND shipped_at <= paid_at + ${time}
      GROUP BY 1
      UNION ALL
      SELECT supplier_id, 'shipped_late', count(*)::int
      FROM orders
      WHERE paid_at >= ${from} - ${time} AND paid_at < ${to} - ${time}
        AND (shipped_at > paid_at + ${time} OR (shipped_at IS NULL AND NOT EXISTS (
          SELECT FROM refund WHERE refund.order_id = orders.id AND refund.created_at <= orders.paid_at + ${time})))
      GROUP BY 1
      UNION ALL
      SELECT subject_id, 'received', count(*)::int
      FROM orders CROSS JOIN LATERAL (VALUES (supplier_id), (streamer_id)) AS side(subject_id)
      WHERE received_at >= ${from} AND received_at < ${to}
      GROUP BY 1
    `,
  }
}
