import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import type { PartyShare, UnsplitOrder } from './divide-orders.ts'

/** What each party earned, with the arithmetic that gave it. The time is asked for once: as each row's default it took a tenth of this. */
export async function insertAccruals(
  trx: Transaction<Database>,
  splits: { orderId: string; shares: PartyShare[] }[],
): Promise<void> {
  const rows = splits.flatMap(({ orderId, shares }) =>
    shares.map(({ role, partyId, amountFen, steps }) => ({
      order_id: orderId,
      role,
      party_id: partyId,
      earned_fen: amountFen.toString(),
      steps,
    })),
  )
  await sql`
    INSERT INTO accrual (order_id, role, party_id, earned_fen, steps, created_at)
    SELECT order_id, role, party_id, earned_fen, steps, (SELECT app_now())
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS share(order_id uuid, role text, party_id uuid, earned_fen bigint, steps jsonb)
  `.execute(trx)
}

export async function markSplit(trx: Transaction<Database>, orderIds: string[]): Promise<void> {
  await trx
    .updateTable('orders')
    .set({ splitAt: sql`(SELECT app_now())` })
    .where('id', '=', sql<string>`ANY(${orderIds}::uuid[])`)
    .execute()
}

/** One order that is locked, as a division needs it. */
export async function readUnsplit(trx: Transaction<Database>, orderId: string): Promise<UnsplitOrder> {
  return trx
    .selectFrom('orders')
    .select(['id as orderId', 'supplierId', 'streamerId', 'listFen', 'supplierDiscountFen'])
    .select(['platformDiscountFen', 'streamerDiscountFen', 'freightFen', 'paidFen', 'terms'])
    .where('id', '=', orderId)
    .where('splitAt', 'is', null)
    .executeTakeFirstOrThrow()
}
