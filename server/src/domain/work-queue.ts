import { WORK_KINDS, type WorkKind } from '@haowu/shared/work.ts'
import type { Fen } from '@haowu/shared/money.ts'
import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import type { Db } from '#db/database.ts'
import { keysetCursor } from './keyset-cursor.ts'

export interface WorkRow {
  kind: WorkKind
  id: string
  /** What it is about: a piece, a clause, a category of application. */
  title: string
  titleEn: string | null
  partyName: string | null
  since: Date
  /** By when it should be done; null where nothing says so. */
  dueAt: Date | null
  late: boolean
  amountFen: Fen | null
}

/**
 * Everything that waits for an operator, source by source: what it is, whose, since when, until when, and what money
 * hangs on it. Each names its rows by the id that its own desk opens.
 */
const SOURCES: Record<WorkKind, RawBuilder<unknown>> = {
  application: sql`
    SELECT application.id, application.purpose AS title, NULL::text AS title_en, party.name AS party_name,
      coalesce(appealed_at, submitted_at) AS since, review_due_at AS due_at, NULL::bigint AS amount_fen
    FROM application JOIN party ON party.id = application.party_id WHERE application.state IN ('submitted', 'in_review')`,
  case: sql`
    SELECT trust_case.id, clause.title_zh, clause.title_en, party.name, opened_at, trust_case.due_at, expected_fen
    FROM trust_case JOIN clause ON clause.id = clause_id JOIN party ON party.id = respondent_id
    WHERE ended_at IS NULL AND (trust_case.state IN ('open', 'appealed')
      OR (trust_case.state = 'evidence_requested' AND (answered_at IS NOT NULL OR answer_until < app_now()))
      OR EXISTS (SELECT FROM case_decision WHERE case_id = trust_case.id AND case_decision.state = 'proposed'))
    UNION ALL
    SELECT trust_case.id, clause.title_zh, clause.title_en, party.name, asked_at, NULL::timestamptz, captured_fen
    FROM case_review JOIN trust_case ON trust_case.id = case_id JOIN clause ON clause.id = clause_id
      JOIN party ON party.id = respondent_id WHERE case_review.state = 'asked'`,
  // A withdrawn report on which something was sold: its orders stay blocked until somebody decides.
  report: sql`
    SELECT report.id, min(item.title), NULL, min(party.name), min(block.opened_at), NULL::timestamptz,
      sum(orders.paid_fen)::bigint
    FROM order_block AS block JOIN report ON report.id = block.ref_id JOIN item ON item.id = report.item_id
      JOIN party ON party.id = report.supplier_id JOIN orders ON orders.id = block.order_id
    WHERE block.cause = 'report_revoked' AND block.closed_at IS NULL GROUP BY report.id`,
  reinspection: sql`
    SELECT reinspection.id, item.title, NULL, party.name, reinspection.created_at, NULL::timestamptz, NULL::bigint
    FROM reinspection JOIN item ON item.id = reinspection.item_id JOIN party ON party.id = reinspection.supplier_id
    WHERE reinspection.state = 'picked'`,
  deposit: sql`
    SELECT top_up.party_id, top_up.step, NULL, party.name, top_up.opened_at, top_up.next_at, top_up.short_fen
    FROM deposit_top_up AS top_up JOIN party ON party.id = top_up.party_id WHERE top_up.state = 'open'`,
  loan: sql`
    SELECT loan.id, item.title, NULL, party.name, loan.due_at, loan.due_at, loan.price_fen
    FROM sample_loan AS loan JOIN item ON item.id = loan.item_id JOIN party ON party.id = loan.streamer_id
    WHERE loan.ended_at IS NULL AND loan.overdue_at IS NOT NULL`,
  quarantine: sql`
    SELECT item.id, item.title, NULL, party.name, item.updated_at, NULL::timestamptz, item.price_fen
    FROM item JOIN party ON party.id = item.supplier_id WHERE item.state = 'quarantined'`,
}

const cursorOfWork = keysetCursor(z.uuid())

export interface WorkQuery {
  kind?: WorkKind | undefined
  late?: boolean | undefined
  cursor?: string | undefined
  limit: number
}

/** What waits, oldest first, page by page. */
export async function listWork(
  db: Db,
  { kind, late, cursor, limit }: WorkQuery,
): Promise<{ rows: WorkRow[]; nextCursor: string | null }> {
  const place = cursor === undefined ? null : cursorOfWork.decode(cursor)
  const { rows } = await sql<WorkRow & { place: string }>`
    SELECT work.*, coalesce(due_at < app_now(), false) AS late, (since AT TIME ZONE 'UTC')::text || '+00' AS place
    FROM (${allOf(kind === undefined ? WORK_KINDS : [kind])}) AS work
    WHERE ${late ? sql`due_at < app_now()` : sql`true`}
      AND ${place ? sql`(since, id) > (${place.at}::timestamptz, ${place.id}::uuid)` : sql`true`}
    ORDER BY since, id LIMIT ${limit + 1}
  `.execute(db)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const nextCursor = rows.length > limit && last ? cursorOfWork.encode({ at: last.place, id: last.id }) : null
  return { rows: page.map(({ place: _, ...row }) => row), nextCursor }
}

export interface WorkCount {
  kind: WorkKind
  waiting: number
  late: number
}

/** How much waits of each kind, and how much of it is late; kinds of which nothing waits are there with zeros. */
export async function countWork(db: Db): Promise<WorkCount[]> {
  const { rows } = await sql<WorkCount>`
    SELECT kind, count(*)::int AS waiting, count(*) FILTER (WHERE due_at < app_now())::int AS late
    FROM (${allOf(WORK_KINDS)}) AS work GROUP BY kind
  `.execute(db)
  const found = new Map(rows.map(row => [row.kind, row]))
  return WORK_KINDS.map(kind => found.get(kind) ?? { kind, waiting: 0, late: 0 })
}

function allOf(kinds: readonly WorkKind[]): RawBuilder<unknown> {
  const parts = kinds.map(
    kind => sql`
      SELECT ${sql.lit(kind)} AS kind, id, title, title_en, party_name, since, due_at, amount_fen
      FROM (${SOURCES[kind]}) AS source(id, title, title_en, party_name, since, due_at, amount_fen)`,
  )
  return sql.join(parts, sql` UNION ALL `)
}
