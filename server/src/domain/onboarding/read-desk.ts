import type { CategoryCode } from '@haowu/shared/catalog.ts'
import type { Missing } from '@haowu/shared/find-missing.ts'
import type { DocumentKind, FormField, ReviewReason } from '@haowu/shared/onboarding.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import {
  type ApplicationRow,
  type DocumentRow,
  type FindingRow,
  selectDocuments,
  selectFindings,
  selectLatest,
} from './application-store.ts'
import { missingNow } from './missing-now.ts'
import { type Next, nextStep } from './next-step.ts'
import { type ContractStanding, readContract } from './read-contract.ts'
import { type NeedsOfCategory, readNeeds } from './read-needs.ts'

export interface OwnApplication {
  application: ApplicationRow
  identityMasked: string | null
  fields: FormField[]
  wanted: { document: DocumentKind; category: CategoryCode | undefined }[]
  documents: DocumentRow[]
  missing: Missing[]
  /** What the reviewer said last, while it is to be answered or stands. */
  findings: FindingRow[]
  next: Next
  /** Of what was asked for, the categories that the approval did not grant, and why; null when it granted all. */
  refused: RefusedCategories | null
  events: { id: string; kind: string; at: Date }[]
}

export interface RefusedCategories {
  categories: string[]
  reason: ReviewReason
  words: string
}

export interface OnboardingDesk {
  partyState: string
  own: OwnApplication | null
  contract: ContractStanding
  admissions: { category: string; since: Date }[]
  needs: Record<CategoryCode, NeedsOfCategory>
}

/** Everything an applicant sees of taking part: how far the application is, what is missing and what comes next, by when. */
export async function readDesk(db: Db, partyId: string): Promise<OnboardingDesk> {
  const party = await db
    .selectFrom('party')
    .select('state')
    .where('id', '=', partyId)
    .executeTakeFirstOrThrow()
  const [application, contract, admissions, needs] = await Promise.all([
    selectLatest(db, partyId),
    readContract(db, partyId),
    db
      .selectFrom('categoryAdmission')
      .select(['categoryCode as category', 'since'])
      .where('partyId', '=', partyId)
      .where('state', '=', 'admitted')
      .orderBy('categoryCode')
      .execute(),
    readNeeds(db),
  ])
  return {
    partyState: party.state,
    own: application ? await readOwn(db, application) : null,
    contract,
    admissions,
    needs,
  }
}

async function readOwn(db: Db, application: ApplicationRow): Promise<OwnApplication> {
  const [completeness, documents, findings, identity, events, clock] = await Promise.all([
    missingNow(db, application),
    selectDocuments(db, application.id),
    selectFindings(db, application.id),
    db
      .selectFrom('applicationIdentity')
      .select('masked')
      .where('applicationId', '=', application.id)
      .executeTakeFirst(),
    // Who looks at it when is the platform's business.
    db
      .selectFrom('applicationEvent')
      .select(['id', 'kind', 'at', 'facts'])
      .where('applicationId', '=', application.id)
      .where('kind', 'not in', ['claimed', 'released'])
      .orderBy('id')
      .execute(),
    sql<{ now: Date }>`SELECT app_now() AS now`.execute(db),
  ])
  const stands = application.state === 'needs_info' || application.state === 'rejected'
  return {
    application,
    identityMasked: identity?.masked ?? null,
    fields: completeness.fields,
    wanted: completeness.documents,
    documents,
    missing: completeness.missing,
    findings: stands ? findings.filter(({ round }) => round === application.round) : [],
    next: nextStep(application, {
      missing: completeness.missing.length,
      now: clock.rows[0]?.now ?? new Date(0),
    }),
    refused: refusedBy(events.find(({ kind }) => kind === 'approved')?.facts),
    events: events.map(({ id, kind, at }) => ({ id, kind, at })),
  }
}

function refusedBy(facts: unknown): RefusedCategories | null {
  const { refused = '', reason = 'other', words = '' } = (facts ?? {}) as Record<string, string>
  return refused === '' ? null : { categories: refused.split(','), reason: reason as ReviewReason, words }
}
