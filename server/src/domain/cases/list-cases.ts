import type { CaseKind, CaseState, ClaimantKind } from '@haowu/shared/cases.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'

/** Who has to act next: `second_person` confirms a proposal, `time` is the days for an answer or an appeal that run. */
export const CASE_TURNS = ['operator', 'second_person', 'respondent', 'time', 'nobody'] as const
export type CaseTurn = (typeof CASE_TURNS)[number]

export interface CaseQuery {
  /** A party sees the cases it brought or answers for; null is the platform. */
  partyId: string | null
  turns?: CaseTurn[] | undefined
  kind?: CaseKind | undefined
  clauseCode?: string | undefined
  /** The start of a case's or an order's number, or part of a party's name. */
  search?: string | undefined
  /** Oldest first is for working, newest first for looking up. */
  oldestFirst: boolean
  cursor?: string | undefined
  limit: number
}

export interface CaseRow {
  id: string
  caseNo: string
  kind: CaseKind
  state: CaseState
  turn: CaseTurn
  clauseCode: string
  clauseZh: string
  clauseEn: string
  respondentId: string
  respondentName: string
  claimantKind: ClaimantKind
  claimantName: string | null
  orderNo: string | null
  itemTitle: string | null
  /** What the case has set aside or may cost; once decided, the amount. */
  atStakeFen: bigint
  isDecided: boolean
  /** Until when the respondent answers, or the losing side appeals. */
  deadlineAt: Date | null
  openedAt: Date
}

/** One more than `limit`, so that the caller sees whether there is a next page. */
export async function listCases(db: Db, query: CaseQuery): Promise<CaseRow[]> {
  const { partyId, turns = null, kind = null, clauseCode = null, search = '', cursor = null } = query
  const like = `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`
  const isAfter = query.oldestFirst ? sql`>` : sql`<`
  const { rows } = await sql<CaseRow>`
    SELECT * FROM (
      SELECT trust_case.id, trust_case.no AS case_no, trust_case.kind, trust_case.state, ${turnOf()} AS turn, clause_code,
        clause.title_zh AS clause_zh, clause.title_en AS clause_en, respondent_id, respondent.name AS respondent_name,
        claimant_kind, claimant.name AS claimant_name, orders.no AS order_no, item.title AS item_title,
        coalesce(decision.amount_fen, expected_fen) AS at_stake_fen, decision.id IS NOT NULL AS is_decided,
        CASE trust_case.state WHEN 'evidence_requested' THEN answer_until WHEN 'decided' THEN appeal_until END AS deadline_at,
        opened_at
      FROM trust_case
      JOIN clause ON clause.id = clause_id
      JOIN party AS respondent ON respondent.id = respondent_id
      LEFT JOIN party AS claimant ON claimant.id = claimant_id
      LEFT JOIN orders ON orders.id = trust_case.order_id
      LEFT JOIN item ON item.id = trust_case.item_id
      LEFT JOIN LATERAL (SELECT case_decision.id, amount_fen FROM case_decision
        WHERE case_id = trust_case.id AND case_decision.state = 'in_force' ORDER BY round DESC LIMIT 1) AS decision ON true
      WHERE (${partyId}::uuid IS NULL OR respondent_id = ${partyId} OR claimant_id = ${partyId})
        AND (${kind}::text IS NULL OR trust_case.kind = ${kind})
        AND (${clauseCode}::text IS NULL OR clause_code = ${clauseCode})
        AND (${search} = '' OR trust_case.no ILIKE ${like} OR orders.no ILIKE ${like} OR respondent.name ILIKE ${like}
          OR claimant.name ILIKE ${like})
        AND (${cursor}::uuid IS NULL OR trust_case.id ${isAfter} ${cursor})
    ) AS listed
    WHERE ${turns}::text[] IS NULL OR turn = ANY(${turns}::text[])
    ORDER BY id ${query.oldestFirst ? sql`ASC` : sql`DESC`}
    LIMIT ${query.limit + 1}
  `.execute(db)
  return rows
}

/** A late appeal waits to be heard. */
const hasOpenReview = sql`EXISTS (SELECT FROM case_review WHERE case_id = trust_case.id AND case_review.state = 'asked')`

/** Reads as: whoever can move the case on now. */
function turnOf() {
  return sql`CASE
    WHEN ${hasOpenReview} THEN 'operator'
    WHEN ended_at IS NOT NULL THEN 'nobody'
    WHEN EXISTS (SELECT FROM case_decision AS proposal WHERE proposal.case_id = trust_case.id AND proposal.state = 'proposed')
      THEN 'second_person'
    WHEN trust_case.state IN ('open', 'appealed') THEN 'operator'
    WHEN trust_case.state = 'evidence_requested'
      THEN CASE WHEN answered_at IS NOT NULL OR answer_until < app_now() THEN 'operator' ELSE 'respondent' END
    ELSE 'time' END`
}

/** How many cases wait for whom, for the queue's tabs. */
export async function countTurns(db: Db): Promise<Record<CaseTurn, number>> {
  const { rows } = await sql<{ turn: CaseTurn; count: number }>`
    SELECT ${turnOf()} AS turn, count(*)::int AS count FROM trust_case
    WHERE ended_at IS NULL OR ${hasOpenReview} GROUP BY 1
  `.execute(db)
  const counts = { operator: 0, second_person: 0, respondent: 0, time: 0, nobody: 0 }
  for (const { turn, count } of rows) counts[turn] = count
  return counts
}
