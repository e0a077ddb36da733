import type {
  ApplicationForm,
  ApplicationPurpose,
  ApplicationState,
  ApplicantKind,
  DocumentKind,
  ReviewFinding,
} from '@haowu/shared/onboarding.ts'
import type { ErrorFacts } from '@haowu/shared/errors.ts'
import type { Database, Db, Transaction } from '#db/database.ts'
import type { EventKind } from './application.ts'

export interface ApplicationRow {
  id: string
  partyId: string
  partyKind: ApplicantKind
  partyName: string
  purpose: ApplicationPurpose
  state: ApplicationState
  form: ApplicationForm
  submittedForm: ApplicationForm | null
  version: number
  round: number
  createdAt: Date
  submittedAt: Date | null
  reviewDueAt: Date | null
  answerDueAt: Date | null
  appealUntil: Date | null
  decidedAt: Date | null
  claimedBy: string | null
  claimedUntil: Date | null
  rejectedBy: string | null
  appealedAt: Date | null
  appealWords: string | null
}

function applications(db: Db | Transaction<Database>) {
  return db
    .selectFrom('application')
    .innerJoin('party', 'party.id', 'application.partyId')
    .selectAll('application')
    .select(['party.kind as partyKind', 'party.name as partyName'])
}

export async function selectApplication(db: Db, applicationId: string): Promise<ApplicationRow | undefined> {
  const row = await applications(db).where('application.id', '=', applicationId).executeTakeFirst()
  return row as unknown as ApplicationRow | undefined
}

/** Locks the application, so that what is decided is decided about what was read. Undefined for another party's. */
export async function lockApplication(
  trx: Transaction<Database>,
  { applicationId, partyId }: { applicationId: string; partyId?: string },
): Promise<ApplicationRow | undefined> {
  let query = applications(trx).where('application.id', '=', applicationId).forUpdate(['application'])
  if (partyId !== undefined) query = query.where('application.partyId', '=', partyId)
  return (await query.executeTakeFirst()) as unknown as ApplicationRow | undefined
}

/** The party's newest application, open or over. */
export async function selectLatest(db: Db, partyId: string): Promise<ApplicationRow | undefined> {
  const row = await applications(db)
    .where('application.partyId', '=', partyId)
    .orderBy('application.id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row as unknown as ApplicationRow | undefined
}

export async function insertEvent(
  trx: Transaction<Database>,
  event: { applicationId: string; kind: EventKind; memberId: string | null; facts?: ErrorFacts },
): Promise<void> {
  const { facts = {}, ...rest } = event
  await trx
    .insertInto('applicationEvent')
    .values({ ...rest, facts: JSON.stringify(facts) })
    .execute()
}

export interface DocumentRow {
  id: string
  kind: DocumentKind
  fileName: string
  type: string
  bytes: bigint
  createdAt: Date
}

export async function selectDocuments(db: Db, applicationId: string): Promise<DocumentRow[]> {
  const rows = await db
    .selectFrom('applicationDocument')
    .select(['id', 'kind', 'fileName', 'type', 'bytes', 'createdAt'])
    .where('applicationId', '=', applicationId)
    .where('removedAt', 'is', null)
    .orderBy('id')
    .execute()
  return rows as DocumentRow[]
}

export async function insertFindings(
  trx: Transaction<Database>,
  { id: applicationId, round }: Pick<ApplicationRow, 'id' | 'round'>,
  { verdict, findings }: { verdict: 'needs_info' | 'rejected'; findings: ReviewFinding[] },
): Promise<void> {
  await trx
    .insertInto('applicationFinding')
    .values(findings.map(finding => ({ ...finding, applicationId, round, verdict })))
    .execute()
}

export interface FindingRow extends ReviewFinding {
  id: string
  round: number
  verdict: 'needs_info' | 'rejected'
}

export async function selectFindings(db: Db, applicationId: string): Promise<FindingRow[]> {
  const rows = await db
    .selectFrom('applicationFinding')
    .select(['id', 'round', 'verdict', 'subject', 'reason', 'words'])
    .where('applicationId', '=', applicationId)
    .orderBy('id')
    .execute()
  return rows as FindingRow[]
}
