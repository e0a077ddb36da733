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
 * The orders that a batch's line of one party is made of, the newest first. All shares of the batch's own orders are read, at most some
 * thousands, and the party's picked from them: which batch settled a share stands in no index, because settling changes it, and of
 * every order there ever was the platform has a share.
 */
export async function listSettledShares(
  db: Db,
  { batchId, partyId, cursor, limit }: SettledQuery,
): Promise<Page<SettledShare>> {
  const after = readCursor(cursor)
  const [orderId = null, role = null] = after?.id.split('_') ?? []
  const at = after?.at ?? null
  const { rows } = await sql<SettledShare & { place: Place }>`
    WITH share AS MATERIALIZED (
      SELECT order_id, role, party_id, earned_fen, settled_fen, accrual.created_at
      FROM settlement_batch AS batch CROSS JOIN unnest(batch.order_ids) AS own(order_id) JOIN accrual USING (order_id)
      WHERE batch.id = ${batchId} AND settlement_batch_id = batch.id
    )
    SELECT orders.no AS order_no, role, earned_fen, settled_fen, share.created_at,
      json_build_object('at', share.created_at::text, 'id', order_id || '_' || role) AS place
    FROM share JOIN orders ON orders.id = order_id
    WHERE party_id = ${partyId} AND (${at}::timestamptz IS NULL OR share.created_at < ${at}::timestamptz
      OR share.created_at = ${at}::timestamptz AND (order_id, role) > (${orderId}::uuid, ${role}::text))
    ORDER BY share.created_at DESC, order_id, role
    LIMIT ${limit + 1}
  `.execute(db)
  return toPage(rows, limit)
}
