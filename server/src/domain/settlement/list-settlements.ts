import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import type { Place } from '#domain/keyset-cursor.ts'
import { type Page, type PageQuery, readCursor, toPage } from './keyset.ts'

export interface SettlementBatch {
  batchId: string
  no: string
  accrualCount: number
  partyCount: number
  totalFen: bigint
  createdAt: Date
}

/** Batches of matured earnings, newest first. */
export async function listSettlements(db: Db, { cursor, limit }: PageQuery): Promise<Page<SettlementBatch>> {
  const after = readCursor(cursor)
  const { rows } = await sql<SettlementBatch & { place: Place }>`
    SELECT id AS batch_id, no, accrual_count, total_fen, created_at,
      (SELECT count(*)::int FROM settlement_line WHERE batch_id = settlement_batch.id) AS party_count,
      json_build_object('at', created_at::text, 'id', id) AS place
    FROM settlement_batch
    WHERE ${after?.at ?? null}::timestamptz IS NULL
      OR (created_at, id::text) < (${after?.at ?? null}::timestamptz, ${after?.id ?? ''})
    ORDER BY created_at DESC, id::text DESC
    LIMIT ${limit + 1}
  `.execute(db)
  return toPage(rows, limit)
}
