import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import { type ApplicationRow, insertEvent, lockApplication } from './application-store.ts'

export interface Review {
  applicationId: string
  /** The platform's member who reviews. */
  reviewerId: string
}

/**
 * Takes an application for oneself for some minutes, so that two people never review the same; again prolongs it, and one
 * that was kept too long may be taken over. Throws `not_found`, `application_state` (with `claimedBy` when somebody has
 * it) and `second_person_needed` for the appeal against one's own rejection.
 */
export async function claimApplication(deps: { db: Db }, review: Review): Promise<{ claimedUntil: Date }> {
  return deps.db.transaction().execute(trx => takeClaim(trx, review))
}

export async function takeClaim(
  trx: Transaction<Database>,
  { applicationId, reviewerId }: Review,
): Promise<{ claimedUntil: Date }> {
  const application = await lockApplication(trx, { applicationId })
  if (!application || application.state === 'draft')
    throw new DomainError('not_found', { what: 'application' })
  if (application.appealedAt && application.rejectedBy === reviewerId)
    throw new DomainError('second_person_needed', { what: 'appeal' })
  const { value } = await readRule(trx, 'onboarding_times')
  const claimed = await trx
    .updateTable('application')
    .set({
      state: 'in_review',
      claimedBy: reviewerId,
      claimedUntil: sql<Date>`app_now() + ${value.claimMinutes} * interval '1 minute'`,
    })
    .where('id', '=', applicationId)
    .where(({ or, and, eb }) =>
      or([
        eb('state', '=', 'submitted'),
        and([
          eb('state', '=', 'in_review'),
          or([eb('claimedBy', '=', reviewerId), eb('claimedUntil', '<=', sql<Date>`app_now()`)]),
        ]),
      ]),
    )
    .returning('claimedUntil')
    .executeTakeFirst()
  if (!claimed?.claimedUntil) throw await claimRefusal(trx, application)
  if (application.claimedBy !== reviewerId)
    await insertEvent(trx, { applicationId, kind: 'claimed', memberId: reviewerId })
  return { claimedUntil: claimed.claimedUntil }
}

async function claimRefusal(
  trx: Transaction<Database>,
  { state, claimedBy }: ApplicationRow,
): Promise<DomainError> {
  if (claimedBy === null) return new DomainError('application_state', { state })
  const holder = await trx
    .selectFrom('member')
    .innerJoin('auth.user', 'auth.user.id', 'member.userId')
    .select('auth.user.name')
    .where('member.id', '=', claimedBy)
    .executeTakeFirst()
  return new DomainError('application_state', { state: 'claimed', claimedBy: holder?.name ?? null })
}

/** Puts an application back for the others. `application_state` when it is not one's own. */
export async function releaseApplication(
  deps: { db: Db },
  { applicationId, reviewerId }: Review,
): Promise<void> {
  await deps.db.transaction().execute(async trx => {
    const { numUpdatedRows } = await trx
      .updateTable('application')
      .set({ state: 'submitted', claimedBy: null, claimedUntil: null })
      .where('id', '=', applicationId)
      .where('state', '=', 'in_review')
      .where('claimedBy', '=', reviewerId)
      .executeTakeFirst()
    if (numUpdatedRows !== 1n) throw new DomainError('application_state', { state: 'not_claimed' })
    await insertEvent(trx, { applicationId, kind: 'released', memberId: reviewerId })
  })
}
