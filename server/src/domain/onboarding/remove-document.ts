import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import type { Applicant } from './application.ts'
import { lockEditable } from './save-application.ts'

/** Takes a paper out of an application that may be changed; what a reviewer saw stays in the store. `not_found`, `application_state`. */
export async function removeDocument(
  deps: { db: Db },
  { documentId, ...applicant }: Applicant & { documentId: string },
): Promise<void> {
  await deps.db.transaction().execute(async trx => {
    const document = await trx
      .selectFrom('applicationDocument')
      .select('applicationId')
      .where('id', '=', documentId)
      .where('removedAt', 'is', null)
      .executeTakeFirst()
    if (!document) throw new DomainError('not_found', { what: 'document' })
    await lockEditable(trx, { ...applicant, applicationId: document.applicationId })
    await trx
      .updateTable('applicationDocument')
      .set({ removedAt: sql<Date>`app_now()` })
      .where('id', '=', documentId)
      .execute()
  })
}
