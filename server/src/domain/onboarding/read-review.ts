import type { CategoryCode } from '@haowu/shared/catalog.ts'
import type { Missing } from '@haowu/shared/find-missing.ts'
import { tidyNumber } from '@haowu/shared/identity-numbers.ts'
import type { DocumentKind, FormField, Subject } from '@haowu/shared/onboarding.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import {
  type ApplicationRow,
  type DocumentRow,
  type FindingRow,
  selectApplication,
  selectDocuments,
  selectFindings,
} from './application-store.ts'
import { missingNow } from './missing-now.ts'

/** Something the tables know that a reviewer should: another party uses the same number. */
export interface Signal {
  kind: 'same_credit_code' | 'same_identity'
  partyName: string
  partyState: string
}

export interface ReviewEvent {
  id: string
  kind: string
  at: Date
  by: string | null
  facts: unknown
}

export interface Review {
  application: ApplicationRow
  identityMasked: string | null
  fields: FormField[]
  wanted: { document: DocumentKind; category: CategoryCode | undefined }[]
  documents: DocumentRow[]
  missing: Missing[]
  /** All of them, of every round. */
  findings: FindingRow[]
  /** What the last answer changed. */
  changed: Subject[]
  signals: Signal[]
  events: ReviewEvent[]
  isMine: boolean
  claimLapsed: boolean
  claimedBy: string | null
}

/** One application as its reviewer sees it. `not_found` for a draft: what is not handed in is nobody's business. */
export async function readReview(
  db: Db,
  { applicationId, reviewerId }: { applicationId: string; reviewerId: string },
): Promise<Review> {
  const application = await selectApplication(db, applicationId)
  if (!application || application.submittedAt === null)
    throw new DomainError('not_found', { what: 'application' })
  const [completeness, documents, findings, identity, signals, events, claim] = await Promise.all([
    missingNow(db, application),
    selectDocuments(db, applicationId),
    selectFindings(db, applicationId),
    db
      .selectFrom('applicationIdentity')
      .select('masked')
      .where('applicationId', '=', applicationId)
      .executeTakeFirst(),
    findSignals(db, application),
    readEvents(db, applicationId),
    readClaim(db, applicationId),
  ])
  const { documents: wanted, fields, missing } = completeness
  return {
    application,
    identityMasked: identity?.masked ?? null,
    fields,
    wanted,
    documents,
    missing,
    findings,
    changed: changedBy(events),
    signals,
    events,
    isMine: application.claimedBy === reviewerId,
    ...claim,
  }
}

function changedBy(events: ReviewEvent[]): Subject[] {
  const answered = events.findLast(({ kind }) => kind === 'answered')
  const { changed = '' } = (answered?.facts ?? {}) as { changed?: string }
  return changed.split(',').filter(Boolean) as Subject[]
}

async function readClaim(
  db: Db,
  applicationId: string,
): Promise<{ claimedBy: string | null; claimLapsed: boolean }> {
  const { rows } = await sql<{ claimedBy: string | null; claimLapsed: boolean }>`
    SELECT reviewer.name AS claimed_by, coalesce(claimed_until <= app_now(), false) AS claim_lapsed
    FROM application LEFT JOIN member ON member.id = application.claimed_by
    LEFT JOIN auth.user AS reviewer ON reviewer.id = member.user_id
    WHERE application.id = ${applicationId}
  `.execute(db)
  return rows[0] ?? { claimedBy: null, claimLapsed: false }
}

async function readEvents(db: Db, applicationId: string): Promise<ReviewEvent[]> {
  return db
    .selectFrom('applicationEvent')
    .leftJoin('member', 'member.id', 'applicationEvent.memberId')
    .leftJoin('auth.user', 'auth.user.id', 'member.userId')
    .select([
      'applicationEvent.id',
      'applicationEvent.kind',
      'applicationEvent.at',
      'applicationEvent.facts',
      'auth.user.name as by',
    ])
    .where('applicationEvent.applicationId', '=', applicationId)
    .orderBy('applicationEvent.id')
    .execute()
}

const MOST_SIGNALS = 10

async function findSignals(db: Db, { id, partyId, form }: ApplicationRow): Promise<Signal[]> {
  const { rows } = await sql<Signal>`
    SELECT DISTINCT * FROM (
      SELECT 'same_credit_code' AS kind, party.name AS party_name, party.state AS party_state
      FROM application AS other JOIN party ON party.id = other.party_id
      WHERE other.party_id <> ${partyId} AND other.submitted_at IS NOT NULL
        AND other.form->>'creditCode' = ${tidyNumber(form.creditCode ?? '') || null}
      UNION ALL
      SELECT 'same_identity', party.name, party.state
      FROM application_identity AS own JOIN application_identity AS same ON same.digest = own.digest
      JOIN application AS other ON other.id = same.application_id JOIN party ON party.id = other.party_id
      WHERE own.application_id = ${id} AND other.party_id <> ${partyId} AND other.submitted_at IS NOT NULL
    ) AS found ORDER BY kind, party_name LIMIT ${MOST_SIGNALS}
  `.execute(db)
  return rows
}
