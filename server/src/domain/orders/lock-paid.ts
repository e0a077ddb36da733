import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { type LockedOrder, selectOrderToLock } from './order-store.ts'
import type { StoredPayment } from './payment-store.ts'

export interface FoundPayment {
  payment: StoredPayment
  /** Nothing for a deposit's payment. */
  order: LockedOrder | undefined
}

/**
 * Payments by our numbers, and the orders they are for, locked one after another by their ids, so that two who lock several
 * never wait in a circle. With `skipLocked`, an order that somebody works on is left out.
 */
export async function lockPaid(
  trx: Transaction<Database>,
  outTradeNos: readonly string[],
  { skipLocked }: { skipLocked: boolean },
): Promise<Map<string, FoundPayment>> {
  const paid = trx
    .selectFrom('payment')
    .select(['id as paymentId', 'outTradeNo', 'orderId as paidOrderId', 'partyId', 'amountFen'])
    .select(sql<boolean>`state = 'succeeded'`.as('isSucceeded'))
    .where(sql<boolean>`out_trade_no = ANY(${outTradeNos}::text[])`)
    .orderBy('orderId')
    .as('paid')
  const rows = await trx
    .selectFrom(paid)
    .leftJoinLateral(
      () => {
        const order = selectOrderToLock(trx).where(sql<boolean>`orders.id = paid.paid_order_id`).forUpdate()
        return (skipLocked ? order.skipLocked() : order).as('locked')
      },
      join => join.onTrue(),
    )
    .selectAll()
    .execute()
  return new Map(rows.map(row => [row.outTradeNo, foundOf(row)]))
}

type Row = StoredPayment & { paidOrderId: string | null } & (LockedOrder | { orderId: null })

function foundOf(row: object): FoundPayment {
  const { paymentId, outTradeNo, partyId, amountFen, isSucceeded, paidOrderId: _, ...order } = row as Row
  return {
    payment: { paymentId, outTradeNo, partyId, amountFen, isSucceeded },
    order: order.orderId === null ? undefined : order,
  }
}
