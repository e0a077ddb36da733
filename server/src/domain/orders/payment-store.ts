import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'

export interface StoredPayment {
  paymentId: string
  /** Whose deposit it is; null for an order's. */
  partyId: string | null
  amountFen: bigint
}

/**
 * True for the first who hears of it and false ever after: a second one waits for the first one's commit. A payment that
 * we had closed may succeed after all, when the rail was faster than our closing.
 */
export async function markPaymentSucceeded(
  trx: Transaction<Database>,
  { paymentId, transactionId }: { paymentId: string; transactionId: string },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('payment')
    .set({ state: 'succeeded', railTransactionId: transactionId, succeededAt: sql`app_now()` })
    .where('id', '=', paymentId)
    .where('state', '<>', 'succeeded')
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export async function markPaymentClosed(trx: Transaction<Database>, outTradeNo: string): Promise<void> {
  await trx
    .updateTable('payment')
    .set({ state: 'closed' })
    .where('outTradeNo', '=', outTradeNo)
    .where('state', '=', 'created')
    .execute()
}

export interface PaymentToOpen {
  outTradeNo: string
  amountFen: bigint
  payUrl: string | null
  checkoutUntil: Date
  title: string
  state: string
}

export async function findPaymentToOpen(db: Db, orderId: string): Promise<PaymentToOpen> {
  return db
    .selectFrom('payment')
    .innerJoin('orders', 'orders.id', 'payment.orderId')
    .innerJoin('item', 'item.id', 'orders.itemId')
    .select(['outTradeNo', 'amountFen', 'payUrl', 'orders.checkoutUntil', 'item.title', 'orders.state'])
    .where('payment.orderId', '=', orderId)
    .executeTakeFirstOrThrow()
}

export async function storePayUrl(
  db: Db,
  { outTradeNo, payUrl }: { outTradeNo: string; payUrl: string },
): Promise<void> {
  await db.updateTable('payment').set({ payUrl }).where('outTradeNo', '=', outTradeNo).execute()
}

export interface DueCheckout {
  orderId: string
  outTradeNo: string
  /** Over now; the others end within the look-ahead. */
  isOver: boolean
}

/** Checkouts that are over or end within `aheadSeconds`, the longest overdue first. */
export async function findDueCheckouts(
  db: Db,
  { limit, aheadSeconds }: { limit: number; aheadSeconds: number },
): Promise<DueCheckout[]> {
  return db
    .selectFrom('orders')
    .innerJoin('payment', 'payment.orderId', 'orders.id')
    .select(['orders.id as orderId', 'payment.outTradeNo'])
    .select(sql<boolean>`orders.checkout_until <= app_now()`.as('isOver'))
    .where('orders.state', '=', 'checkout')
    .where('orders.checkoutUntil', '<=', sql<Date>`app_now() + ${aheadSeconds}::int * interval '1 second'`)
    .orderBy('orders.checkoutUntil')
    .limit(limit)
    .execute()
}
