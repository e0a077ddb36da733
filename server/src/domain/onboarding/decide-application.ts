import type { CategoryCode } from '@haowu/shared/catalog.ts'
import {
  type CategoryRefusal,
  REVIEW_CHECKS,
  type ReviewCheck,
  type ReviewFinding,
} from '@haowu/shared/onboarding.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { tellParty } from '#domain/notices/tell-party.ts'
import { admitParty } from '#domain/parties/admit-party.ts'
import { liftRestrictions } from '#domain/parties/restrict-party.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import { type ApplicationRow, insertEvent, insertFindings, lockApplication } from './application-store.ts'
import type { Review } from './claim-application.ts'
import { missingNow } from './missing-now.ts'

/** What a reviewer may do with an application he has claimed; each throws `not_found` or `application_state` else. */

/** Sends it back with what is wrong, field by field; the applicant answers within the days of the rule. */
export async function askForInfo(
  deps: { db: Db },
  { findings, ...review }: Review & { findings: ReviewFinding[] },
): Promise<{ answerDueAt: Date | null }> {
  return deps.db.transaction().execute(async trx => {
    const application = await lockOwnClaim(trx, review)
    const { value } = await readRule(trx, 'onboarding_times')
    await insertFindings(trx, application, { verdict: 'needs_info', findings })
    const asked = await trx
      .updateTable('application')
      .set({
        ...LET_GO,
        state: 'needs_info',
        answerDueAt: sql<Date>`app_now() + ${value.answerDays} * interval '1 day'`,
      })
      .where('id', '=', application.id)
      .returning('answerDueAt')
      .executeTakeFirstOrThrow()
    const facts = { points: findings.length }
    await record(trx, application, { kind: 'info_asked', reviewerId: review.reviewerId, facts })
    await tellParty(trx, {
      partyId: application.partyId,
      kind: 'application_needs_info',
      key: `application:${application.id}:needs_info:${application.round}`,
      refId: application.id,
      facts: { ...facts, until: asked.answerDueAt?.toISOString() ?? null },
    })
    return asked
  })
}

/** Rejects it with reasons. It may be appealed once, within the days of the rule. */
export async function rejectApplication(
  deps: { db: Db },
  { findings, ...review }: Review & { findings: ReviewFinding[] },
): Promise<void> {
  await deps.db.transaction().execute(async trx => {
    const application = await lockOwnClaim(trx, review)
    const { value } = await readRule(trx, 'onboarding_times')
    await insertFindings(trx, application, { verdict: 'rejected', findings })
    await trx
      .updateTable('application')
      .set({
        ...LET_GO,
        state: 'rejected',
        decidedAt: sql<Date>`app_now()`,
        rejectedBy: review.reviewerId,
        appealUntil: sql<Date>`app_now() + ${value.appealDays} * interval '1 day'`,
      })
      .where('id', '=', application.id)
      .execute()
    const facts = { points: findings.length, afterAppeal: application.appealedAt !== null }
    await record(trx, application, { kind: 'rejected', reviewerId: review.reviewerId, facts })
    await tellDecided(trx, application, 'rejected')
  })
}

interface Approval {
  checks: ReviewCheck[]
  categories: CategoryCode[]
  refusal?: CategoryRefusal | undefined
}

/**
 * Approves it: the party takes part from now on, a supplier in the `categories` granted, which are some of those it wanted; why it
 * does not get the others stands in `refusal`. Throws `bad_request` (a check that was not made, categories not asked for, no
 * reason for those that are refused) and `documents_missing`.
 */
export async function approveApplication(deps: { db: Db }, input: Review & Approval): Promise<void> {
  await deps.db.transaction().execute(async trx => {
    const application = await lockOwnClaim(trx, input)
    refuseUnchecked(application, input)
    const { missing, ruleOf } = await missingNow(trx, application)
    const [first] = missing
    if (first)
      throw new DomainError('documents_missing', {
        subject: first.subject,
        count: missing.length,
        ...ruleOf(first),
      })
    const { id: applicationId, partyId } = application
    await trx
      .updateTable('application')
      .set({ ...LET_GO, state: 'approved', decidedAt: sql<Date>`app_now()` })
      .where('id', '=', applicationId)
      .execute()
    await admitParty(trx, { partyId, categories: input.categories, applicationId })
    await liftRestrictions(trx, { partyId, cause: 'onboarding', refId: partyId })
    const refused = (application.form.categories ?? []).filter(code => !input.categories.includes(code))
    if (refused.length > 0 && !input.refusal) throw new DomainError('bad_request', { field: 'refusal' })
    const why = refused.length > 0 ? input.refusal : undefined
    const facts = { granted: input.categories.join(','), refused: refused.join(','), ...why }
    await record(trx, application, { kind: 'approved', reviewerId: input.reviewerId, facts })
    await tellDecided(trx, application, 'approved')
  })
}

const LET_GO = { claimedBy: null, claimedUntil: null, answerDueAt: null } as const

async function lockOwnClaim(
  trx: Transaction<Database>,
  { applicationId, reviewerId }: Review,
): Promise<ApplicationRow> {
  const application = await lockApplication(trx, { applicationId })
  if (!application || application.state === 'draft')
    throw new DomainError('not_found', { what: 'application' })
  if (application.state !== 'in_review')
    throw new DomainError('application_state', { state: application.state })
  if (application.claimedBy !== reviewerId) throw new DomainError('application_state', { state: 'claimed' })
  return application
}

function refuseUnchecked(
  { partyKind, form }: ApplicationRow,
  { checks, categories }: { checks: ReviewCheck[]; categories: CategoryCode[] },
): void {
  const unchecked = REVIEW_CHECKS[partyKind].find(check => !checks.includes(check))
  if (unchecked) throw new DomainError('bad_request', { field: 'checks', check: unchecked })
  const wanted = partyKind === 'supplier' ? (form.categories ?? []) : []
  const isSome = partyKind !== 'supplier' || categories.length > 0
  if (!isSome || categories.some(code => !wanted.includes(code)))
    throw new DomainError('bad_request', { field: 'categories' })
}

interface Decision {
  kind: 'info_asked' | 'approved' | 'rejected'
  reviewerId: string
  facts: Record<string, string | number | boolean>
}

async function record(
  trx: Transaction<Database>,
  { id: applicationId, round }: ApplicationRow,
  { kind, reviewerId, facts }: Decision,
): Promise<void> {
  await insertEvent(trx, { applicationId, kind, memberId: reviewerId, facts })
  await recordAct(trx, {
    actor: `member:${reviewerId}`,
    action: `application_${kind}`,
    subjectType: 'application',
    subjectId: applicationId,
    facts: { round, ...facts },
  })
}

async function tellDecided(
  trx: Transaction<Database>,
  { id, partyId, round }: ApplicationRow,
  verdict: 'approved' | 'rejected',
): Promise<void> {
  await tellParty(trx, {
    partyId,
    kind: 'application_decided',
    key: `application:${id}:decided:${round}`,
    refId: id,
    facts: { verdict },
  })
}
