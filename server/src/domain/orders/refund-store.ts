import { randomUUID } from 'node:crypto'
import type { Fault } from '@haowu/shared/orders.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'

export interface NewRefund {
  orderId: string
  paymentId: string
  amountFen: bigint
  reason: 'late_payment' | 'unsold' | 'supplier_cancelled' | 'buyer_cancelled' | 'after_sale'
  requestedBy: string
  freightFen?: bigint
  discountFen?: bigint
  fault?: Fault
  goodsKept?: boolean
  /** Names the wish: the same key never makes a second refund. */
  requestKey?: string | null
}

/** Returns the refund's id; its number at the rail is made from it, so it is never used for another. */
export async function insertRefund(trx: Transaction<Database>, refund: NewRefund): Promise<string> {
  const id = randomUUID()
  await trx
    .insertInto('refund')
    .values({ id, outRefundNo: `R${id.replaceAll('-', '')}`, ...refund })
    .execute()
  return id
}

export interface StoredRefund {
  refundId: string
  orderId: string
  outRefundNo: string
  outTradeNo: string
  /** Where the buyer's money is: at the rail, or at the platform in whose room he bought. */
  via: string
  /** The number of the payment there. */
  transactionId: string | null
  amountFen: bigint
  reason: string
  state: string
}

export async function findRefund(db: Db, refundId: string): Promise<StoredRefund | undefined> {
  return refunds(db).where('refund.id', '=', refundId).executeTakeFirst()
}

export async function findRefundByNumber(db: Db, outRefundNo: string): Promise<StoredRefund | undefined> {
  return refunds(db).where('refund.outRefundNo', '=', outRefundNo).executeTakeFirst()
}

function refunds(db: Db) {
  return db
    .selectFrom('refund')
    .innerJoin('payment', 'payment.id', 'refund.paymentId')
    .select(['refund.id as refundId', 'refund.orderId', 'refund.outRefundNo', 'payment.outTradeNo'])
    .select(['payment.via', 'payment.railTransactionId as transactionId'])
    .select(['refund.amountFen', 'refund.reason', 'refund.state'])
}

export async function findRefundOfOrder(
  trx: Transaction<Database>,
  orderId: string,
): Promise<string | undefined> {
  const row = await trx
    .selectFrom('refund')
    .select('id')
    .where('orderId', '=', orderId)
    .orderBy('createdAt', 'desc')
    .executeTakeFirst()
  return row?.id
}

export async function findRefundByRequest(
  trx: Transaction<Database>,
  { orderId, requestKey }: { orderId: string; requestKey: string },
): Promise<{ refundId: string; amountFen: bigint } | undefined> {
  return trx
    .selectFrom('refund')
    .select(['id as refundId', 'amountFen'])
    .where('orderId', '=', orderId)
    .where('requestKey', '=', requestKey)
    .executeTakeFirst()
}

export async function hasOpenRefund(trx: Transaction<Database>, orderId: string): Promise<boolean> {
  const row = await trx
    .selectFrom('refund')
    .select('id')
    .where('orderId', '=', orderId)
    .where('state', '<>', 'succeeded')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** The refund that waits longest for an answer and nobody else takes now, marked as asked about; none that was asked about lately. */
export async function takeOpenRefund(
  db: Db,
  { restSeconds }: { restSeconds: number },
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    UPDATE refund SET asked_at = app_now() WHERE id = (
      SELECT id FROM refund
      WHERE state IN ('requested', 'processing')
        AND coalesce(asked_at, created_at) <= app_now() - ${restSeconds}::int * interval '1 second'
      ORDER BY coalesce(asked_at, created_at), id
      LIMIT 1
      FOR UPDATE SKIP LOCKED
    )
    RETURNING id
  `.execute(db)
  return rows[0]?.id
}

export async function markRefundProcessing(db: Db, refundId: string): Promise<void> {
  await db
    .updateTable('refund')
    .set({ state: 'processing' })
    .where('id', '=', refundId)
    .where('state', '=', 'requested')
    .execute()
}

/** False when it ended like this before. A refund that failed may still succeed: a person settled it with the rail. */
export async function markRefundEnded(
  trx: Transaction<Database>,
  { refundId, state }: { refundId: string; state: 'succeeded' | 'failed' },
): Promise<boolean> {
  const open = state === 'succeeded' ? ['requested', 'processing', 'failed'] : ['requested', 'processing']
  const { numUpdatedRows } = await trx
    .updateTable('refund')
    .set({ state, finishedAt: sql`app_now()` })
    .where('id', '=', refundId)
    .where('state', 'in', open)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export async function findSucceededPayment(trx: Transaction<Database>, orderId: string): Promise<string> {
  const { id } = await trx
    .selectFrom('payment')
    .select('id')
    .where('orderId', '=', orderId)
    .where('state', '=', 'succeeded')
    .executeTakeFirstOrThrow()
  return id
}
