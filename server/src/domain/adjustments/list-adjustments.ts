import type { AdjustmentPair, AdjustmentReason, AdjustmentState } from '@haowu/shared/adjustments.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { adjustmentLeg } from '#domain/ledger/adjustment-entries.ts'

export interface AdjustmentRow {
  id: string
  no: string
  reason: AdjustmentReason
  note: string
  state: AdjustmentState
  amountFen: bigint
  makerId: string
  makerName: string
  approvalsNeeded: number | null
  approvals: number
  evidenceKey: string | null
  createdAt: Date
  submittedAt: Date | null
  decidedAt: Date | null
  transactionId: bigint | null
  reversesId: string | null
  reversesNo: string | null
  version: string
}

export interface AdjustmentQuery {
  states: readonly AdjustmentState[]
  /** Whose drafts are shown; others' are not. */
  userId: string
  adjustmentId?: string | undefined
  cursor?: string | undefined
  limit: number
}

/** Newest first, one more than `limit`; of drafts only one's own. */
export async function listAdjustments(db: Db, query: AdjustmentQuery): Promise<AdjustmentRow[]> {
  const { states, userId, adjustmentId, cursor, limit } = query
  const { rows } = await sql<AdjustmentRow>`
    SELECT adjustment.id, adjustment.no, adjustment.reason, adjustment.note, adjustment.state, adjustment.amount_fen, adjustment.maker_id,
      coalesce(maker.name, '') AS maker_name, adjustment.approvals_needed, adjustment.evidence_key, adjustment.created_at,
      adjustment.submitted_at, adjustment.decided_at, adjustment.transaction_id, adjustment.reverses_id, first.no AS reverses_no,
      encode(adjustment.content_hash, 'hex') AS version,
      (SELECT count(*)::int FROM adjustment_decision WHERE adjustment_id = adjustment.id AND approved) AS approvals
    FROM adjustment
    LEFT JOIN auth.user AS maker ON maker.id = adjustment.maker_id
    LEFT JOIN adjustment AS first ON first.id = adjustment.reverses_id
    WHERE adjustment.state = ANY (${[...states]}::text[])
      AND (adjustment.state NOT IN ('draft', 'discarded') OR adjustment.maker_id = ${userId})
      AND (${adjustmentId ?? null}::uuid IS NULL OR adjustment.id = ${adjustmentId ?? null}::uuid)
      AND (${cursor ?? null}::uuid IS NULL OR adjustment.id < ${cursor ?? null}::uuid)
    ORDER BY adjustment.id DESC LIMIT ${limit + 1}
  `.execute(db)
  return rows
}

export interface AdjustmentDecision {
  checkerId: string
  checkerName: string
  approved: boolean
  note: string | null
  decidedAt: Date
}

/** One adjustment with the legs it posts and who decided what. Throws `not_found`, also for a draft of somebody else. */
export async function readAdjustment(
  db: Db,
  { adjustmentId, userId }: { adjustmentId: string; userId: string },
) {
  const states = ['draft', 'waiting', 'posted', 'refused', 'reversed', 'discarded'] as const
  const [row] = await listAdjustments(db, { states, userId, adjustmentId, limit: 1 })
  if (!row) throw new DomainError('not_found')
  const lines = await db
    .selectFrom('adjustmentLine')
    .leftJoin('party', 'party.id', 'adjustmentLine.partyId')
    .select(['pair', 'partyId', 'party.name as partyName', 'amountFen'])
    .where('adjustmentId', '=', adjustmentId)
    .orderBy('seq')
    .execute()
  const { rows: decisions } = await sql<AdjustmentDecision>`
    SELECT checker_id, coalesce(name, '') AS checker_name, approved, note, decided_at
    FROM adjustment_decision LEFT JOIN auth.user ON "user".id = checker_id
    WHERE adjustment_id = ${adjustmentId} ORDER BY decided_at
  `.execute(db)
  return {
    ...row,
    decisions,
    lines: lines.map(line => {
      const pair = line.pair as AdjustmentPair
      const { debit, credit } = adjustmentLeg({ ...line, pair })
      const [from, to] = row.reversesId === null ? [debit, credit] : [credit, debit]
      return { ...line, pair, debit: from, credit: to }
    }),
  }
}
