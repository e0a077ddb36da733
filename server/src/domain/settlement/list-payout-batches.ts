import type { PayoutBatchState, PayoutWay } from '@haowu/shared/settlement.ts'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#db/database.ts'
import type { Place } from '#domain/keyset-cursor.ts'
import { type Page, type PageQuery, readCursor, toPage } from './keyset.ts'

export interface PayoutBatchRow {
  batchId: string
  no: string
  day: string
  state: PayoutBatchState
  way: PayoutWay
  count: number
  amountFen: bigint
  taxFen: bigint
  /** Lines that arrived, and lines of which nobody knows yet. */
  paid: number
  open: number
  /** Lines that failed or came back. */
  failed: number
  /** Who did not wait for the payout day; null when it was collected by the rule. */
  collectorName: string | null
  makerId: string | null
  makerName: string | null
  checkerName: string | null
  createdAt: Date
  submittedAt: Date | null
  decidedAt: Date | null
  filedAt: Date | null
}

/** Batches of payouts, newest first. Lines that were taken out do not count. */
export async function listPayoutBatches(
  db: Db,
  { state, cursor, limit }: PageQuery & { state?: PayoutBatchState | undefined },
): Promise<Page<PayoutBatchRow>> {
  // A day has one batch, so that the day alone says where a page ended.
  const day = readCursor(cursor)?.at.slice(0, 10) ?? null
  const rows = await selectBatches(
    db,
    sql`(${state ?? null}::text IS NULL OR batch.state = ${state ?? null}::text) AND (${day}::date IS NULL OR day < ${day}::date)`,
    limit + 1,
  )
  return toPage(rows, limit)
}

export async function findPayoutBatch(db: Db, batchId: string): Promise<PayoutBatchRow | undefined> {
  const [found] = await selectBatches(db, sql`batch.id = ${batchId}`, 1)
  if (!found) return undefined
  const { place: _place, ...batch } = found
  return batch
}

async function selectBatches(
  db: Db,
  which: RawBuilder<unknown>,
  limit: number,
): Promise<(PayoutBatchRow & { place: Place })[]> {
  const { rows } = await sql<PayoutBatchRow & { place: Place }>`
    SELECT batch.id AS batch_id, batch.no, day::text, batch.state, batch.way, collector.name AS collector_name,
      batch.maker_id, maker.name AS maker_name, checker.name AS checker_name,
      batch.created_at, submitted_at, decided_at, filed_at, sums.*,
      json_build_object('at', day || ' 00:00:00+00', 'id', batch.no) AS place
    FROM payout_batch AS batch
    LEFT JOIN audit_log AS act ON act.subject_type = 'payout_batch' AND act.subject_id = batch.id::text
      AND act.action = 'payout_batch_collected' AND act.actor LIKE 'user:%'
    LEFT JOIN auth.user AS collector ON collector.id = substr(act.actor, 6)::uuid
    LEFT JOIN auth.user AS maker ON maker.id = batch.maker_id
    LEFT JOIN auth.user AS checker ON checker.id = batch.checker_id
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS count, coalesce(sum(amount_fen), 0)::bigint AS amount_fen, coalesce(sum(tax_fen), 0)::bigint AS tax_fen,
        count(*) FILTER (WHERE payout.state = 'confirmed')::int AS paid,
        count(*) FILTER (WHERE payout.state IN ('approved', 'sent', 'unknown'))::int AS open,
        count(*) FILTER (WHERE payout.state IN ('failed', 'returned'))::int AS failed
      FROM payout WHERE batch_id = batch.id AND taken_out_reason IS NULL
    ) AS sums
    WHERE ${which}
    ORDER BY day DESC LIMIT ${limit}
  `.execute(db)
  return rows
}
