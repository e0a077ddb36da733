import type { Db } from '#db/database.ts'
import { sql } from 'kysely'

const HINTS = 20

export interface Hint {
  caseId: string
  caseNo: string
  outcome: string
  points: number
  amountFen: bigint
  baseFen: bigint
  refundOrder: boolean
  clauseVersion: number
  reason: string
  madeAt: Date
}

/** The last decisions in force on a clause, newest first, so that like is decided alike. Without the case that is looked at. */
export async function readHints(
  db: Db,
  { clauseCode, exceptCaseId }: { clauseCode: string; exceptCaseId: string },
): Promise<Hint[]> {
  const { rows } = await sql<Hint>`
    SELECT DISTINCT ON (case_decision.made_at, trust_case.id) trust_case.id AS case_id, trust_case.no AS case_no, outcome, points,
      amount_fen, base_fen, refund_order, clause.version AS clause_version, reason, made_at
    FROM trust_case
    JOIN clause ON clause.id = clause_id
    JOIN case_decision ON case_id = trust_case.id AND case_decision.state = 'in_force'
    WHERE clause_code = ${clauseCode} AND trust_case.id <> ${exceptCaseId}
      AND NOT EXISTS (SELECT FROM case_decision AS later
        WHERE later.case_id = trust_case.id AND later.state = 'in_force' AND later.round > case_decision.round)
    ORDER BY case_decision.made_at DESC, trust_case.id
    LIMIT ${HINTS}
  `.execute(db)
  return rows
}
