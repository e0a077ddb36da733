import type { ApplicationForm, Subject } from '@haowu/shared/onboarding.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { requireVerifiedEmail } from '#domain/parties/verified-email.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import type { Applicant } from './application.ts'
import { type ApplicationRow, insertEvent } from './application-store.ts'
import { missingNow } from './missing-now.ts'
import { lockEditable } from './save-application.ts'

export interface SubmitApplication extends Applicant {
  applicationId: string
  version: number
}

/**
 * Hands an application in, for the first time or with the answers a reviewer asked for. Throws `not_found`,
 * `application_state`, `email_unverified`, `stale_version`, and `documents_missing` with the first `subject` and how many there are.
 */
export async function submitApplication(
  deps: { db: Db },
  { version, ...input }: SubmitApplication,
): Promise<{ reviewDueAt: Date }> {
  return deps.db.transaction().execute(async trx => {
    const application = await lockEditable(trx, input)
    await requireVerifiedEmail(trx, input.memberId)
    if (application.version !== version)
      throw new DomainError('stale_version', { version: application.version })
    await refuseIncomplete(trx, application)
    const changed = application.round > 0 ? await changedSubjects(trx, application) : []
    const reviewDueAt = await moveToQueue(trx, application)
    await insertEvent(trx, {
      applicationId: application.id,
      kind: application.state === 'draft' ? 'submitted' : 'answered',
      memberId: input.memberId,
      facts: { round: application.round + 1, changed: changed.join(',') },
    })
    return { reviewDueAt }
  })
}

async function refuseIncomplete(trx: Transaction<Database>, application: ApplicationRow): Promise<void> {
  const { missing, ruleOf } = await missingNow(trx, application)
  const [first] = missing
  if (!first) return
  throw new DomainError('documents_missing', {
    subject: first.subject,
    problem: first.problem,
    category: first.category ?? null,
    count: missing.length,
    ...ruleOf(first),
  })
}

async function moveToQueue(trx: Transaction<Database>, { id }: ApplicationRow): Promise<Date> {
  const { value } = await readRule(trx, 'onboarding_times')
  const { reviewDueAt } = await trx
    .updateTable('application')
    .set(eb => ({
      state: 'submitted',
      round: eb('round', '+', 1),
      submittedForm: eb.ref('form'),
      submittedAt: sql<Date>`app_now()`,
      reviewDueAt: sql<Date>`app_now() + ${value.reviewHours} * interval '1 hour'`,
      answerDueAt: null,
    }))
    .where('id', '=', id)
    .returning('reviewDueAt')
    .executeTakeFirstOrThrow()
  if (!reviewDueAt) throw new Error('handed in without a day of review')
  return reviewDueAt
}

/** What differs from what the reviewer saw: fields of the form, and papers that came since. */
async function changedSubjects(trx: Transaction<Database>, application: ApplicationRow): Promise<Subject[]> {
  const former: ApplicationForm = application.submittedForm ?? {}
  const fields = new Set([...Object.keys(former), ...Object.keys(application.form)]) as Set<
    keyof ApplicationForm
  >
  const changed: Subject[] = [...fields].filter(
    field => JSON.stringify(former[field]) !== JSON.stringify(application.form[field]),
  )
  const papers = await trx
    .selectFrom('applicationDocument')
    .select('kind')
    .distinct()
    .where('applicationId', '=', application.id)
    .where('createdAt', '>', application.submittedAt)
    .where('removedAt', 'is', null)
    .orderBy('kind')
    .execute()
  return [...changed, ...papers.map(({ kind }) => `document.${kind}` as Subject)]
}
