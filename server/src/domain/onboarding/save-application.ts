import { idNumberProblem, tidyNumber } from '@haowu/shared/identity-numbers.ts'
import type { ApplicationForm } from '@haowu/shared/onboarding.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { type Applicant, isEditable } from './application.ts'
import { type ApplicationRow, lockApplication } from './application-store.ts'
import { sealIdentity } from './seal-identity.ts'

export interface SaveApplication extends Applicant {
  applicationId: string
  /** The version on the applicant's screen; `stale_version` when another tab has saved since. */
  version: number
  form: ApplicationForm
  /** Absent: what was given before stands. */
  identityNo?: string | undefined
}

/**
 * Keeps what was filled in so far, however unfinished. An identity number is checked and sealed at once, because nobody can
 * check it later. Throws `not_found`, `application_state`, `stale_version`, `bad_request` (field `identityNo`).
 */
export async function saveApplication(
  { db, secrets }: { db: Db; secrets: { identity: Buffer } },
  input: SaveApplication,
): Promise<{ version: number }> {
  return db.transaction().execute(async trx => {
    const application = await lockEditable(trx, input)
    if (application.version !== input.version)
      throw new DomainError('stale_version', { version: application.version })
    const version = application.version + 1
    await trx
      .updateTable('application')
      .set({ form: JSON.stringify(tidy(input.form)), version })
      .where('id', '=', application.id)
      .execute()
    if (input.identityNo !== undefined) await keepIdentity(trx, secrets.identity, input)
    return { version }
  })
}

/** Numbers are kept in the one way in which they can be compared. */
function tidy(form: ApplicationForm): ApplicationForm {
  return form.creditCode === undefined ? form : { ...form, creditCode: tidyNumber(form.creditCode) }
}

/** The party's own application, locked, while it may be changed. Throws `not_found` or `application_state`. */
export async function lockEditable(
  trx: Transaction<Database>,
  { applicationId, partyId }: { applicationId: string; partyId: string },
): Promise<ApplicationRow> {
  const application = await lockApplication(trx, { applicationId, partyId })
  if (!application) throw new DomainError('not_found', { what: 'application' })
  if (!isEditable(application.state)) throw new DomainError('application_state', { state: application.state })
  return application
}

async function keepIdentity(
  trx: Transaction<Database>,
  key: Buffer,
  { applicationId, identityNo = '' }: SaveApplication,
): Promise<void> {
  const number = tidyNumber(identityNo)
  const { rows } = await sql<{ today: string }>`SELECT business_day(app_now())::text AS today`.execute(trx)
  const problem = idNumberProblem(number, rows[0]?.today ?? '')
  if (problem) throw new DomainError('bad_request', { field: 'identityNo', problem })
  const sealed = sealIdentity(key, applicationId, number)
  await trx
    .insertInto('applicationIdentity')
    .values({ applicationId, ...sealed })
    .onConflict(conflict => conflict.column('applicationId').doUpdateSet(sealed))
    .execute()
}
