import { sql } from 'kysely'
import { caseFound } from '#domain/case-found.ts'
import type { FactSource } from './fact-source.ts'

/** Cases carried out on that day, by what their clause is about, and answers that were not given by the deadline. */
export const countCases: FactSource = {
  name: 'cases',
  rows: ({ from, to }) => sql`
    SELECT respondent_id AS subject_id, CASE
        WHEN clause_code IN ('report_mismatch', 'false_report', 'counterfeit') THEN 'report_wrong'
        WHEN clause_code = 'claim_beyond_report' THEN 'claim_wrong'
        ELSE 'case_lost'
      END AS fact, count(*)::int AS n
    FROM trust_case
    WHERE state = 'executed' AND ended_at >= ${from} AND ended_at < ${to} AND ${caseFound}
      -- Late parcels, cancelled orders and unused holds are counted where they happen.
      AND clause_code NOT IN ('late_shipping', 'sold_item_cancelled', 'held_not_shown')
    GROUP BY 1, 2
    UNION ALL
    SELECT respondent_id, 'reply_late', count(*)::int
    FROM trust_case
    WHERE answer_until >= ${from} AND answer_until < ${to} AND (answered_at IS NULL OR answered_at > answer_until)
    GROUP BY 1
  `,
}
