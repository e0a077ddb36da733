import type { LoanState, LoanView, ReturnOutcome } from '@haowu/shared/custody.ts'
import type { Fen } from '@haowu/shared/money.ts'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#db/database.ts'

export interface LoanRow {
  id: string
  state: LoanState
  itemId: string
  itemTitle: string
  sku: string
  photos: string[]
  categoryCode: string
  supplierName: string
  streamerName: string
  streamerTier: string
  days: number
  reason: string
  priceFen: Fen
  /** What the deposit stands for; null until it is agreed. */
  exposureFen: Fen | null
  dueAt: Date | null
  overdueAt: Date | null
  outcome: ReturnOutcome | null
  createdAt: Date
  endedAt: Date | null
}

export interface LoanQuery {
  /** Of one side; of all for the platform's own people. */
  supplierId?: string
  streamerId?: string
  view: LoanView
  /** Id of the last row of the page before. */
  cursor?: string | undefined
  limit: number
}

const VIEWS: Record<LoanView, RawBuilder<boolean>> = {
  open: sql`loan.ended_at IS NULL`,
  overdue: sql`loan.ended_at IS NULL AND loan.overdue_at IS NOT NULL`,
  ended: sql`loan.ended_at IS NOT NULL`,
}

/** Loans of one side, newest first, one more than `limit`. */
export async function listLoans(db: Db, query: LoanQuery): Promise<LoanRow[]> {
  const { supplierId = null, streamerId = null, view, cursor = null, limit } = query
  const { rows } = await sql<LoanRow>`
    SELECT loan.id, loan.state, loan.item_id, item.title AS item_title, item.supplier_sku AS sku, item.photos,
      item.category_code,
      supplier.name AS supplier_name, streamer.name AS streamer_name, streamer.tier AS streamer_tier, loan.days, loan.reason,
      coalesce(loan.price_fen, item.price_fen) AS price_fen, loan.exposure_fen, loan.due_at, loan.overdue_at, loan.outcome,
      loan.created_at, loan.ended_at
    FROM sample_loan AS loan JOIN item ON item.id = loan.item_id JOIN party AS supplier ON supplier.id = loan.supplier_id
      JOIN party AS streamer ON streamer.id = loan.streamer_id
    WHERE ${VIEWS[view]} AND (${supplierId}::uuid IS NULL OR loan.supplier_id = ${supplierId})
      AND (${streamerId}::uuid IS NULL OR loan.streamer_id = ${streamerId})
      AND (${cursor}::uuid IS NULL OR loan.id < ${cursor}::uuid)
    ORDER BY loan.id DESC LIMIT ${limit + 1}
  `.execute(db)
  return rows
}

export type LoanCounts = Record<
  LoanView | 'toAnswer' | 'toShip' | 'toReceive' | 'toSendBack' | 'toCheckIn',
  number
>

/** How many loans wait for what. */
export async function countLoans(
  db: Db,
  { supplierId = null, streamerId = null }: { supplierId?: string | null; streamerId?: string | null },
): Promise<LoanCounts> {
  const { rows } = await sql<LoanCounts>`
    SELECT count(*) FILTER (WHERE ${VIEWS.open})::int AS open, count(*) FILTER (WHERE ${VIEWS.overdue})::int AS overdue,
      count(*) FILTER (WHERE ${VIEWS.ended})::int AS ended, count(*) FILTER (WHERE state = 'requested')::int AS to_answer,
      count(*) FILTER (WHERE state = 'approved')::int AS to_ship, count(*) FILTER (WHERE state = 'shipped')::int AS to_receive,
      count(*) FILTER (WHERE state = 'received')::int AS to_send_back,
      count(*) FILTER (WHERE state = 'sent_back')::int AS to_check_in
    FROM sample_loan AS loan
    WHERE (${supplierId}::uuid IS NULL OR supplier_id = ${supplierId})
      AND (${streamerId}::uuid IS NULL OR streamer_id = ${streamerId})
  `.execute(db)
  const [counts] = rows
  if (!counts) throw new Error('the loans gave no counts')
  return counts
}
