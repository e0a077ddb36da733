import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import { insertEvidence, recordEvent, type StoredCase } from './case-store.ts'
import { addFiles, type Statement } from './give-statement.ts'
import { insertReview } from './review-store.ts'

/**
 * An appeal that comes after a decision was carried out: by the respondent, once, if nothing was appealed before, and within the
 * days of the rule. Nothing changes until somebody who did not decide has heard it. Throws `case_state` and
 * `deadline_passed {until, rule, ruleVersion}`.
 */
export async function askReview(
  trx: Transaction<Database>,
  found: StoredCase,
  given: Statement,
): Promise<void> {
  if (found.state !== 'executed' || found.appealedAt !== null)
    throw new DomainError('case_state', { state: found.state })
  if (given.side !== 'respondent') throw new DomainError('forbidden')
  const { version, value } = await readRule(trx, 'case_review_window')
  const { rows } = await sql<{ until: Date; isOver: boolean }>`
    SELECT until, until < app_now() AS is_over
    FROM (SELECT ${found.endedAt}::timestamptz + ${value.days}::int * interval '1 day' AS until) AS allowed
  `.execute(trx)
  const [allowed] = rows
  if (!allowed || allowed.isOver)
    throw new DomainError('deadline_passed', {
      until: allowed?.until.toISOString() ?? null,
      rule: 'case_review_window',
      ruleVersion: version,
    })
  const { givenBy, side, text } = given
  if (!(await insertReview(trx, { caseId: found.id, askedBy: givenBy, ruleVersion: version })))
    throw new DomainError('case_state', { state: found.state })
  await addFiles(trx, found.id, given)
  await insertEvidence(trx, found.id, {
    kind: 'statement',
    side,
    givenBy,
    content: { text, appeal: 'yes' },
  })
  await recordEvent(trx, found.id, {
    actor: givenBy,
    action: 'review_asked',
    fromState: found.state,
    toState: found.state,
  })
  await recordAct(trx, {
    actor: givenBy,
    action: 'case_review_asked',
    subjectType: 'case',
    subjectId: found.id,
  })
}
