import type { ShareRole } from '@haowu/shared/settlement.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import type { Place } from '#domain/keyset-cursor.ts'
import { type Page, type PageQuery, readCursor, toPage } from './keyset.ts'

export interface SettledShare {
  orderNo: string
  role: ShareRole
  /** What the order gave at first, and what of it the batch made payable: refunds before took the rest. */
  earnedFen: bigint
  settledFen: bigint
  createdAt: Date
}

export interface SettledQuery extends PageQuery {
  batchId: string
  partyId: string
}

/**
 * The orders that a batch's line of one party is made of, the newest first. They are sought among the party's shares of the batch's own time:
 * which batch settled a share stands in no index, because settling changes it.
 */
export async function listSettledShares(
  db: Db,
  { batchId, partyId, cursor, limit }: SettledQuery,
): Promise<Page<SettledShare>> {
  const after = readCursor(cursor)
  const [orderId = null, role = null] = after?.id.split('_') ?? []
  const at = after?.at ?? null
  const { rows } = await sql<SettledShare & { place: Place }>`
    SELECT orders.no AS order_no, accrual.role, earned_fen, settled_fen, accrual.created_at,
      json_build_object('at', accrual.created_at::text, 'id', order_id || '_' || accrual.role) AS place
    FROM settlement_batch AS batch
    JOIN accrual ON accrual.party_id = ${partyId} AND accrual.created_at >= batch.accrued_from
      AND accrual.created_at <= coalesce(${at}::timestamptz, batch.accrued_until)
    JOIN orders ON orders.id = order_id
    WHERE batch.id = ${batchId} AND settlement_batch_id = batch.id
      AND (${at}::timestamptz IS NULL OR accrual.created_at < ${at}::timestamptz
        OR (order_id, accrual.role) > (${orderId}::uuid, ${role}::text))
    ORDER BY accrual.created_at DESC, order_id, accrual.role
    LIMIT ${limit + 1}
  `.execute(db)
  return toPage(rows, limit)
}
