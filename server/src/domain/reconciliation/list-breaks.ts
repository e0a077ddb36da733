import type { BreakClass, BreakEnding, BreakState } from '@haowu/shared/reconciliation.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { versionOfBreak } from './break-version.ts'

export interface BreakRow {
  id: string
  /** What whoever decides about it sends back, so that he decides about nothing he has not seen. */
  version: string
  account: string
  class: BreakClass
  amountFen: bigint
  businessDay: string
  state: BreakState
  cause: Record<string, unknown>
  note: string | null
  resolution: string | null
  ownerId: string | null
  ownerName: string | null
  makerId: string | null
  makerName: string | null
  /** How its maker would end it, while he waits for a second person or after. */
  proposed: BreakEnding | null
  openedAt: Date
  reopenedAt: Date | null
  /** Why somebody opened it again; null where a run did. */
  reopenReason: string | null
  /** Who asks to take back what was booked, and why, while a second person has not decided. */
  reopenMakerId: string | null
  reopenMakerName: string | null
  reopenWish: string | null
  dueAt: Date
  isLate: boolean
  ageDays: number
  ownNo: string | null
  /** Who stands on the statement's line: all there is to search by where it bears no number of ours. */
  counterparty: string | null
  statementLineId: string | null
  bookLineId: string | null
  /** The file that is wrong as a whole. */
  statementFileId: string | null
}

export interface BreakQuery {
  account?: string | undefined
  class?: BreakClass | undefined
  /** `waiting` are the `unresolved` and those that somebody asks to take back: both want a person. */
  state?: BreakState | 'unresolved' | 'waiting' | undefined
  mine?: string | undefined
  /** Of days before this one. */
  before?: string | undefined
  cursor?: string | undefined
  limit: number
}

/** Differences in the order in which they were found, one more than `limit`. */
export async function listBreaks(db: Db, query: BreakQuery): Promise<BreakRow[]> {
  const { account, class: of, state = 'waiting', mine, before, cursor, limit } = query
  const { rows } = await sql<Omit<BreakRow, 'version'> & { takenBack: number }>`
    SELECT break.id, break.account, break.class, break.amount_fen, break.business_day::text AS business_day, break.state, break.cause, break.note,
      break.resolution, break.owner_id, owner_user.name AS owner_name, break.maker_id,
      maker_user.name AS maker_name, break.proposed, break.opened_at, break.reopened_at,
      break.reopen_reason, break.reopen_maker_id, wisher_user.name AS reopen_maker_name, break.reopen_wish, break.taken_back, break.due_at,
      break.state <> 'resolved' AND break.due_at < app_now() AS is_late, business_day(app_now()) - break.business_day AS age_days,
      coalesce(statement_line.own_no, book_line.own_no, statement_line.batch_no, statement_file.file_name) AS own_no,
      statement_line.counterparty, break.statement_line_id::text, break.book_line_id::text, break.statement_file_id
    FROM break
    LEFT JOIN statement_line ON statement_line.id = break.statement_line_id
    LEFT JOIN book_line ON book_line.id = break.book_line_id
    LEFT JOIN statement_file ON statement_file.id = break.statement_file_id
    LEFT JOIN member AS owner ON owner.id = break.owner_id
    LEFT JOIN auth.user AS owner_user ON owner_user.id = owner.user_id
    LEFT JOIN member AS maker ON maker.id = break.maker_id
    LEFT JOIN auth.user AS maker_user ON maker_user.id = maker.user_id
    LEFT JOIN member AS wisher ON wisher.id = break.reopen_maker_id
    LEFT JOIN auth.user AS wisher_user ON wisher_user.id = wisher.user_id
    WHERE (${account ?? null}::text IS NULL OR break.account = ${account ?? null})
      AND (${of ?? null}::text IS NULL OR break.class = ${of ?? null})
      AND (${mine ?? null}::uuid IS NULL OR break.owner_id = ${mine ?? null})
      AND (${before ?? null}::date IS NULL OR break.business_day < ${before ?? null}::date)
      AND CASE ${state} WHEN 'unresolved' THEN break.state <> 'resolved'
        WHEN 'waiting' THEN break.state <> 'resolved' OR break.reopen_maker_id IS NOT NULL ELSE break.state = ${state} END
      AND (${cursor ?? null}::uuid IS NULL OR break.id > ${cursor ?? null}::uuid)
    ORDER BY break.id LIMIT ${limit + 1}
  `.execute(db)
  return rows.map(({ takenBack, ...row }) => ({ ...row, version: versionOfBreak({ ...row, takenBack }) }))
}
