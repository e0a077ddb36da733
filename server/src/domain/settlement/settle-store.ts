import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import type { Due } from './run-in-batches.ts'
import type { SettlementLine } from './net-per-party.ts'

/** Locks orders whose shares are due: received, split, matured, no refund on its way and nothing that blocks them. */
export async function lockMatured(
  trx: Transaction<Database>,
  { limit, skip, only }: Due,
): Promise<{ orderId: string }[]> {
  let query = trx
    .selectFrom('orders')
    .select('id as orderId')
    .where('state', '=', 'received')
    .where('maturesAt', '<=', sql<Date>`app_now()`)
    .where('splitAt', 'is not', null)
    .where(eb =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('refund')
            .select('refund.id')
            .whereRef('refund.orderId', '=', 'orders.id')
            .where('refund.state', 'in', ['requested', 'processing']),
        ),
      ),
    )
    .where(eb =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('orderBlock')
            .select('orderBlock.id')
            .whereRef('orderBlock.orderId', '=', 'orders.id')
            .where('orderBlock.closedAt', 'is', null),
        ),
      ),
    )
    .orderBy('maturesAt')
    .limit(limit)
    .forUpdate()
    .skipLocked()
  if (skip.length > 0) query = query.where('id', 'not in', skip)
  if (only !== undefined) query = query.where('id', '=', sql<string>`ANY(${only}::uuid[])`)
  return withoutBlocked(trx, await query.execute())
}

/**
 * Asked after the locks are taken: whoever blocks an order waits for its lock, so that a block which was there before it is
 * seen here, and one that comes later finds the order settled.
 */
async function withoutBlocked(
  trx: Transaction<Database>,
  locked: { orderId: string }[],
): Promise<{ orderId: string }[]> {
  if (locked.length === 0) return locked
  const blocks = await trx
    .selectFrom('orderBlock')
    .select('orderId')
    .where('orderId', '=', sql<string>`ANY(${locked.map(order => order.orderId)}::uuid[])`)
    .where('closedAt', 'is', null)
    .execute()
  const blocked = new Set(blocks.map(block => block.orderId))
  return locked.filter(({ orderId }) => !blocked.has(orderId))
}

export interface TierSum {
  partyId: string
  /** The tier frozen on the orders, which decides what is kept back. */
  tier: string
  accrualCount: number
  amountFen: bigint
}

/**
 * Settles what is pending of these orders, which are locked, under a new batch that says how much it is: one row per party and tier.
 * Who changes an accrual holds its order's lock. In one statement, because finding the accruals takes as long as changing them.
 * A batch's number is for people: the business day and a piece of the id, which is random enough within a day;
 * it keeps the orders that had something pending, by which its shares are found again.
 */
export async function settlePending(
  trx: Transaction<Database>,
  orderIds: string[],
): Promise<{ batchId: string; sums: TierSum[] }> {
  const { rows } = await sql<{ batchId: string } & (TierSum | Record<keyof TierSum, null>)>`
    WITH fresh AS MATERIALIZED (
      SELECT uuid_v7() AS id
    ), due AS MATERIALIZED (
      SELECT id, terms ->> 'settlementTier' AS tier FROM orders WHERE id = ANY(${orderIds}::uuid[])
    ), settled AS (
      UPDATE accrual SET state = 'settled', settlement_batch_id = (SELECT id FROM fresh), settled_fen = earned_fen - clawed_fen
      WHERE order_id = ANY(${orderIds}::uuid[]) AND state = 'pending'
      RETURNING order_id, party_id, settled_fen
    ), summed AS (
      SELECT party_id, tier, count(*)::int AS accrual_count, sum(settled_fen)::bigint AS amount_fen
      FROM settled JOIN due ON due.id = order_id
      GROUP BY party_id, tier
    ), batch AS (
      INSERT INTO settlement_batch (id, no, accrual_count, total_fen, order_ids)
      SELECT id, 'S' || to_char(business_day(app_now()), 'YYMMDD') || '-' || upper(right(id::text, 8)), of_all.*
      FROM fresh, (
        SELECT count(*), coalesce(sum(settled_fen), 0), coalesce(array_agg(DISTINCT order_id), '{}') FROM settled
      ) AS of_all
      RETURNING id
    )
    SELECT batch.id AS batch_id, party_id, tier, accrual_count, amount_fen
    FROM batch LEFT JOIN summed ON true ORDER BY party_id, tier
  `.execute(trx)
  const batchId = rows[0]?.batchId
  if (batchId === undefined) throw new Error('a settlement batch was not written')
  return { batchId, sums: rows.filter((row): row is { batchId: string } & TierSum => row.partyId !== null) }
}

export async function insertLines(
  trx: Transaction<Database>,
  batchId: string,
  lines: SettlementLine[],
): Promise<void> {
  await sql`
    INSERT INTO settlement_line (batch_id, party_id, accrual_count, amount_fen, reserve_fen)
    SELECT ${batchId}, party_id, accrual_count, amount_fen, reserve_fen
    FROM unnest(${lines.map(line => line.partyId)}::uuid[], ${lines.map(line => line.accrualCount)}::int[],
      ${lines.map(line => line.amountFen)}::bigint[], ${lines.map(line => line.reserveFen)}::bigint[])
      AS line(party_id, accrual_count, amount_fen, reserve_fen)
  `.execute(trx)
}

export async function insertReserves(
  trx: Transaction<Database>,
  batchId: string,
  kept: { partyId: string; amountFen: bigint; days: number }[],
): Promise<void> {
  if (kept.length === 0) return
  await sql`
    INSERT INTO reserve (settlement_batch_id, party_id, amount_fen, until)
    SELECT ${batchId}, party_id, amount_fen, app_now() + days * interval '1 day'
    FROM unnest(${kept.map(one => one.partyId)}::uuid[], ${kept.map(one => one.amountFen)}::bigint[],
      ${kept.map(one => one.days)}::int[]) AS kept(party_id, amount_fen, days)
  `.execute(trx)
}

export async function completeOrders(trx: Transaction<Database>, orderIds: string[]): Promise<void> {
  await trx
    .updateTable('orders')
    .set({ state: 'completed', settledAt: sql`(SELECT app_now())` })
    .where('id', '=', sql<string>`ANY(${orderIds}::uuid[])`)
    .where('state', '=', 'received')
    .execute()
}
