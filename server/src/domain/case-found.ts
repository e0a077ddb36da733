import { type RawBuilder, sql } from 'kysely'

/**
 * True when the last decision in force found against the respondent and no later review took it back. `trust_case` must be
 * a table of that name in the statement.
 */
export const caseFound: RawBuilder<boolean> = sql<boolean>`(EXISTS (
  SELECT FROM case_decision WHERE case_id = trust_case.id AND case_decision.state = 'in_force' AND outcome = 'found'
    AND round = (SELECT max(round) FROM case_decision AS last WHERE last.case_id = trust_case.id AND last.state = 'in_force')
) AND NOT EXISTS (SELECT FROM case_review WHERE case_id = trust_case.id AND case_review.state = 'overturned'))`
