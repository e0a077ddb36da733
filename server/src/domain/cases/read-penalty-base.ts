import type { Db } from '#db/database.ts'
import type { PenaltyBase } from './penalty.ts'

/** What a rate is applied to: what the buyer paid, which never changes; without an order, the item's price. */
export async function readPenaltyBase(
  db: Db,
  { orderId, itemId }: { orderId: string | null; itemId: string | null },
): Promise<PenaltyBase> {
  if (orderId !== null) {
    const order = await db
      .selectFrom('orders')
      .select('paidFen')
      .where('id', '=', orderId)
      .executeTakeFirstOrThrow()
    return { from: 'paid', fen: order.paidFen }
  }
  if (itemId === null) return { from: 'nothing', fen: 0n }
  const item = await db
    .selectFrom('item')
    .select('priceFen')
    .where('id', '=', itemId)
    .executeTakeFirstOrThrow()
  return { from: 'item_price', fen: item.priceFen }
}
