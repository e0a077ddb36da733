import type { AdjustmentState, OBJECTION_STATES } from '@haowu/shared/adjustments.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import type { LineFacts } from './objected-line.ts'

export interface ObjectionRow {
  id: string
  no: string
  partyId: string
  partyName: string
  /** The name of the line, of which only one objection is open at a time. */
  line: string
  facts: LineFacts
  words: string
  state: (typeof OBJECTION_STATES)[number]
  openedAt: Date
  closedAt: Date | null
  answer: string | null
  adjustmentId: string | null
  adjustmentNo: string | null
  adjustmentState: AdjustmentState | null
}

export interface ObjectionQuery {
  /** Of one party alone; of all without. */
  partyId?: string | undefined
  state?: (typeof OBJECTION_STATES)[number] | undefined
  cursor?: string | undefined
  limit: number
}

/** Newest first, one more than `limit`. */
export async function listObjections(db: Db, query: ObjectionQuery): Promise<ObjectionRow[]> {
  const { partyId, state, cursor, limit } = query
  const { rows } = await sql<ObjectionRow>`
    SELECT objection.id, objection.no, objection.party_id, party.name AS party_name, line, facts, words, objection.state, opened_at, closed_at,
      answer, adjustment_id, adjustment.no AS adjustment_no, adjustment.state AS adjustment_state
    FROM objection
    JOIN party ON party.id = objection.party_id
    LEFT JOIN adjustment ON adjustment.id = adjustment_id
    WHERE (${partyId ?? null}::uuid IS NULL OR objection.party_id = ${partyId ?? null}::uuid)
      AND (${state ?? null}::text IS NULL OR objection.state = ${state ?? null})
      AND (${cursor ?? null}::uuid IS NULL OR objection.id < ${cursor ?? null}::uuid)
    ORDER BY objection.id DESC LIMIT ${limit + 1}
  `.execute(db)
  return rows
}
