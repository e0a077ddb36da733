import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { type Applicant, OPEN_STATES } from './application.ts'
import { insertEvent, lockApplication } from './application-store.ts'

/** Takes an application back while nothing is decided; another may be begun at once. `not_found` or `application_state`. */
export async function withdrawApplication(
  deps: { db: Db },
  { applicationId, partyId, memberId }: Applicant & { applicationId: string },
): Promise<void> {
  await deps.db.transaction().execute(async trx => {
    const application = await lockApplication(trx, { applicationId, partyId })
    if (!application) throw new DomainError('not_found', { what: 'application' })
    if (!OPEN_STATES.some(state => state === application.state))
      throw new DomainError('application_state', { state: application.state })
    await trx
      .updateTable('application')
      .set({ state: 'withdrawn', claimedBy: null, claimedUntil: null, answerDueAt: null })
      .where('id', '=', applicationId)
      .execute()
    await insertEvent(trx, { applicationId, kind: 'withdrawn', memberId })
  })
}
