import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import type { Applicant } from './application.ts'
import { insertEvent, lockApplication } from './application-store.ts'

/**
 * Asks for a second look at a rejected application, once and in time; somebody else than who rejected it takes it. Throws
 * `not_found`, `application_state` (not rejected, or appealed before) and `deadline_passed` with `until`.
 */
export async function appealRejection(
  deps: { db: Db },
  { applicationId, partyId, memberId, words }: Applicant & { applicationId: string; words: string },
): Promise<{ reviewDueAt: Date | null }> {
  return deps.db.transaction().execute(async trx => {
    const application = await lockApplication(trx, { applicationId, partyId })
    if (!application) throw new DomainError('not_found', { what: 'application' })
    const { state, appealedAt, appealUntil } = application
    if (state !== 'rejected' || appealedAt !== null)
      throw new DomainError('application_state', { state, appealed: appealedAt !== null })
    const { value, version } = await readRule(trx, 'onboarding_times')
    const appealed = await trx
      .updateTable('application')
      .set(eb => ({
        state: 'submitted',
        decidedAt: null,
        round: eb('round', '+', 1),
        submittedAt: sql<Date>`app_now()`,
        reviewDueAt: sql<Date>`app_now() + ${value.reviewHours} * interval '1 hour'`,
        appealedAt: sql<Date>`app_now()`,
        appealWords: words,
      }))
      .where('id', '=', applicationId)
      .where('appealUntil', '>=', sql<Date>`app_now()`)
      .returning('reviewDueAt')
      .executeTakeFirst()
    if (!appealed)
      throw new DomainError('deadline_passed', {
        until: appealUntil?.toISOString() ?? null,
        rule: 'onboarding_times',
        ruleVersion: version,
      })
    await insertEvent(trx, { applicationId, kind: 'appealed', memberId })
    return appealed
  })
}
