import { sql } from 'kysely'
import type { FactSource } from './fact-source.ts'

/** Inspector and agency of a report are two subjects of the same fact. */
const inspectedBy = sql`CROSS JOIN LATERAL (VALUES (report.inspector_id), (report.inspection_agency_id)) AS side(subject_id)`

/** What became of reports on that day, for who inspected: arrived, found wrong, returned, drawn and checked again. */
export const countInspections: FactSource = {
  name: 'inspections',
  rows: ({ from, to }) => sql`
    SELECT subject_id, 'received' AS fact, count(*)::int AS n
    FROM orders JOIN report ON report.id = orders.report_id ${inspectedBy}
    WHERE received_at >= ${from} AND received_at < ${to} AND subject_id IS NOT NULL
    GROUP BY 1
    UNION ALL
    SELECT subject_id, 'returned', count(*)::int
    FROM refund JOIN orders ON orders.id = refund.order_id JOIN report ON report.id = orders.report_id ${inspectedBy}
    WHERE refund.created_at >= ${from} AND refund.created_at < ${to} AND refund.state <> 'failed'
      AND reason = 'after_sale' AND subject_id IS NOT NULL
    GROUP BY 1
    UNION ALL
    SELECT subject_id, 'report_wrong', count(*)::int
    FROM trust_case JOIN report ON report.id = trust_case.report_id ${inspectedBy}
    WHERE trust_case.state = 'executed' AND ended_at >= ${from} AND ended_at < ${to} AND subject_id IS NOT NULL
      AND clause_code IN ('report_mismatch', 'false_report', 'counterfeit')
    GROUP BY 1
    UNION ALL
    SELECT subject_id, fact, count(*)::int
    FROM reinspection CROSS JOIN LATERAL (VALUES (inspector_id), (inspection_agency_id)) AS side(subject_id)
      CROSS JOIN LATERAL (VALUES ('rechecked'), (CASE outcome WHEN 'differs' THEN 'recheck_failed' END)) AS was(fact)
    WHERE state = 'done' AND decided_at >= ${from} AND decided_at < ${to} AND subject_id IS NOT NULL AND fact IS NOT NULL
    GROUP BY 1, 2
  `,
}
