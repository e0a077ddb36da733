import type {
  ApplicantKind,
  ApplicationPurpose,
  ApplicationState,
  ReviewView,
} from '@haowu/shared/onboarding.ts'
import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import type { Db } from '#db/database.ts'
import { keysetCursor } from '#domain/keyset-cursor.ts'

export interface ReviewRow {
  id: string
  partyName: string
  kind: ApplicantKind
  purpose: ApplicationPurpose
  state: ApplicationState
  categories: string[]
  round: number
  appealed: boolean
  submittedAt: Date
  /** By when the next act is due: the review, or the applicant's answer; for decided ones when it was decided. */
  dueAt: Date
  claimedBy: string | null
  /** Its claim has run out: anybody may take it over. */
  claimLapsed: boolean
  isMine: boolean
}

interface View {
  within: RawBuilder<boolean>
  at: RawBuilder<Date>
  newestFirst: boolean
}

const VIEWS: Record<ReviewView, View> = {
  waiting: {
    within: sql<boolean>`application.state IN ('submitted', 'in_review')`,
    at: sql<Date>`application.review_due_at`,
    newestFirst: false,
  },
  asked: {
    within: sql<boolean>`application.state = 'needs_info'`,
    at: sql<Date>`application.answer_due_at`,
    newestFirst: false,
  },
  decided: {
    within: sql<boolean>`application.state IN ('approved', 'rejected', 'withdrawn') AND application.submitted_at IS NOT NULL`,
    at: sql<Date>`coalesce(application.decided_at, application.submitted_at)`,
    newestFirst: true,
  },
}

const cursor = keysetCursor(z.uuid())

export interface ReviewQuery {
  view: ReviewView
  kind?: ApplicantKind | undefined
  cursor?: string | undefined
  limit: number
  reviewerId: string
}

/** The queue of one view, most urgent first (decided ones newest first), page by page. */
export async function listReviews(
  db: Db,
  { view, kind, cursor: after, limit, reviewerId }: ReviewQuery,
): Promise<{ rows: ReviewRow[]; nextCursor: string | null }> {
  const { within, at, newestFirst } = VIEWS[view]
  const direction = newestFirst ? sql`DESC` : sql`ASC`
  const place = after === undefined ? null : cursor.decode(after)
  const beyond = place
    ? sql`AND (${at}, application.id) ${newestFirst ? sql`<` : sql`>`} (${place.at}::timestamptz, ${place.id}::uuid)`
    : sql``
  const { rows } = await sql<ReviewRow & { place: string }>`
    SELECT application.id, party.name AS party_name, party.kind, application.purpose, application.state,
      ARRAY(SELECT jsonb_array_elements_text(coalesce(application.form->'categories', '[]'))) AS categories,
      application.round, application.appealed_at IS NOT NULL AS appealed, application.submitted_at, ${at} AS due_at,
      reviewer.name AS claimed_by, coalesce(application.claimed_until <= app_now(), false) AS claim_lapsed,
      application.claimed_by IS NOT DISTINCT FROM ${reviewerId}::uuid AS is_mine,
      (${at} AT TIME ZONE 'UTC')::text || '+00' AS place
    FROM application JOIN party ON party.id = application.party_id
    LEFT JOIN member ON member.id = application.claimed_by
    LEFT JOIN auth.user AS reviewer ON reviewer.id = member.user_id
    WHERE ${within} ${kind ? sql`AND party.kind = ${kind}` : sql``} ${beyond}
    ORDER BY ${at} ${direction}, application.id ${direction} LIMIT ${limit + 1}
  `.execute(db)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const nextCursor = rows.length > limit && last ? cursor.encode({ at: last.place, id: last.id }) : null
  return { rows: page.map(({ place: _place, ...row }) => row), nextCursor }
}

/** How many wait in each view, for the tabs. */
export async function countReviews(db: Db): Promise<{ waiting: number; asked: number; late: number }> {
  const { rows } = await sql<{ waiting: number; asked: number; late: number }>`
    SELECT count(*) FILTER (WHERE state IN ('submitted', 'in_review'))::int AS waiting,
      count(*) FILTER (WHERE state = 'needs_info')::int AS asked,
      count(*) FILTER (WHERE state IN ('submitted', 'in_review') AND review_due_at < app_now())::int AS late
    FROM application WHERE state IN ('submitted', 'in_review', 'needs_info')
  `.execute(db)
  return rows[0] ?? { waiting: 0, asked: 0, late: 0 }
}
