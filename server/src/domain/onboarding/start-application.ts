import type { ApplicationForm, ApplicationPurpose } from '@haowu/shared/onboarding.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import type { Applicant } from './application.ts'
import { insertEvent } from './application-store.ts'

/**
 * Begins an application: `join` for a party that does not take part yet, `categories` for a supplier that does. What an
 * earlier one said is carried over. `application_state` when one is open already or the party has no use for this one.
 */
export async function startApplication(
  deps: { db: Db },
  input: Applicant & { purpose: ApplicationPurpose },
): Promise<{ applicationId: string }> {
  return deps.db.transaction().execute(trx => beginApplication(trx, input))
}

export async function beginApplication(
  trx: Transaction<Database>,
  { partyId, memberId, purpose }: Applicant & { purpose: ApplicationPurpose },
): Promise<{ applicationId: string }> {
  const party = await trx
    .selectFrom('party')
    .select(['kind', 'state'])
    .where('id', '=', partyId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const isWanted =
    purpose === 'join' ? party.state === 'pending' : party.state === 'active' && party.kind === 'supplier'
  if (!isWanted) throw new DomainError('application_state', { state: party.state, purpose })
  const { rows } = await sql<{ id: string }>`
    INSERT INTO application (party_id, purpose, form)
    VALUES (${partyId}, ${purpose}, ${JSON.stringify(await formerForm(trx, partyId))}::jsonb)
    ON CONFLICT (party_id) WHERE state IN ('draft', 'submitted', 'in_review', 'needs_info') DO NOTHING
    RETURNING id
  `.execute(trx)
  const [started] = rows
  if (!started) throw new DomainError('application_state', { state: 'open', purpose })
  await insertEvent(trx, { applicationId: started.id, kind: 'started', memberId })
  return { applicationId: started.id }
}

async function formerForm(trx: Transaction<Database>, partyId: string): Promise<ApplicationForm> {
  const former = await trx
    .selectFrom('application')
    .select('form')
    .where('partyId', '=', partyId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  const { categories: _categories, ...form } = (former?.form ?? {}) as ApplicationForm
  return form
}
