import type { ErrorFacts } from '@haowu/shared/errors.ts'
import { documentsOf, fieldsOf, type Filled, findMissing, type Missing } from '@haowu/shared/find-missing.ts'
import type { FormField } from '@haowu/shared/onboarding.ts'
import type { Db } from '#db/database.ts'
import { type ApplicationRow, selectDocuments } from './application-store.ts'
import { readContract } from './read-contract.ts'
import { readNeeds } from './read-needs.ts'

export interface Completeness {
  fields: FormField[]
  documents: ReturnType<typeof documentsOf>
  missing: Missing[]
  /** The dated rule that asks for what is missing: of the category, or the contract; what every applicant fills in has none. */
  ruleOf(missing: Missing): ErrorFacts
}

/** What this application needs and what of it is not there, by the rules and the contract in force now. */
export async function missingNow(db: Db, application: ApplicationRow): Promise<Completeness> {
  const [documents, needs, contract, identity] = await Promise.all([
    selectDocuments(db, application.id),
    readNeeds(db),
    readContract(db, application.partyId),
    db
      .selectFrom('applicationIdentity')
      .select('masked')
      .where('applicationId', '=', application.id)
      .executeTakeFirst(),
  ])
  const filled: Filled = {
    kind: application.partyKind,
    purpose: application.purpose,
    form: application.form,
    hasIdentity: identity !== undefined,
    documents: documents.map(({ kind }) => kind),
    acceptedContract: contract.acceptedAt !== null,
    needs,
  }
  return {
    fields: fieldsOf(filled),
    documents: documentsOf(filled),
    missing: findMissing(filled),
    ruleOf({ subject, category }) {
      if (category !== undefined)
        return { rule: 'category_admission', ruleVersion: needs[category].ruleVersion }
      return subject === 'contract' ? { rule: 'contract', ruleVersion: contract.version } : {}
    },
  }
}
