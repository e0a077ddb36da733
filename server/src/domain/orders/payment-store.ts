import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'

export interface StoredPayment {
  paymentId: string
  outTradeNo: string
  /** Whose deposit it is; null for an order's. */
  partyId: string | null
  amountFen: bigint
  isSucceeded: boolean
}

/**
 * Returns how many of them succeed now: each does for the first who hears of it and never again, and a second one waits for
 * the first one's commit. A payment that we had closed may succeed after all, when the rail was faster than our closing.
 */
export async function markPaymentsSucceeded(
  trx: Transaction<Database>,
  payments: readonly { paymentId: string; transactionId: string }[],
): Promise<number> {
  const { numAffectedRows } = await sql`
    UPDATE payment SET state = 'succeeded', rail_transaction_id = told.transaction_id, succeeded_at = app_now()
    FROM unnest(${payments.map(told => told.paymentId)}::uuid[], ${payments.map(told => told.transactionId)}::text[])
      AS told(id, transaction_id)
    WHERE payment.id = told.id AND payment.state <> 'succeeded'
  `.execute(trx)
  return Number(numAffectedRows)
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

/**
 * Checkouts that are over or end within `aheadSeconds`, the longest overdue first; after them those of whose payment the rail was
 * asked in vain, whoever waits longest for an answer first.
 */
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
    .orderBy('payment.askedAt', order => order.asc().nullsFirst())
    .orderBy('orders.checkoutUntil')
    .limit(limit)
    .execute()
}

/** The rail was asked about an order's payment now, and nothing came of it. */
export async function markUnanswered(db: Db, outTradeNo: string): Promise<void> {
  await db
    .updateTable('payment')
    .set({ askedAt: sql`app_now()` })
    .where('outTradeNo', '=', outTradeNo)
    .execute()
}
