import { sql } from 'kysely'
import type { FactSource } from './fact-source.ts'

/** The last decision in force found against the respondent; a case is counted once it is carried out, when nothing can change it. */
const found = sql`EXISTS (
  SELECT FROM case_decision WHERE case_id = trust_case.id AND case_decision.state = 'in_force' AND outcome = 'found'
    AND round = (SELECT max(round) FROM case_decision AS last WHERE last.case_id = trust_case.id AND last.state = 'in_force')
)`

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
    WHERE state = 'executed' AND ended_at >= ${from} AND ended_at < ${to} AND ${found}
      AND NOT EXISTS (SELECT FROM case_review WHERE case_id = trust_case.id AND case_review.state = 'overturned')
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
