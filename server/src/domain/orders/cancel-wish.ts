import type { CancelAnswer, CancelReason, OrderState } from '@haowu/shared/orders.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { refundOrder } from './request-refund.ts'

/** A buyer who wants out before his parcel leaves. */
export interface CancelWish {
  reason: CancelReason
  askedAt: Date
  dueAt: Date
  answer: CancelAnswer | null
}

export async function findWish(db: Db, orderId: string): Promise<CancelWish | null> {
  const found = await db
    .selectFrom('cancelWish')
    .select(['askedAt', 'dueAt'])
    .select([sql<CancelReason>`reason`.as('reason'), sql<CancelAnswer | null>`answer`.as('answer')])
    .where('orderId', '=', orderId)
    .executeTakeFirst()
  return found ?? null
}

export interface EndWish {
  orderId: string
  answer: CancelAnswer
  /** Who said so, as the audit log names him. */
  actor: string
}

/**
 * Ends a wish that waits, and with a yes gives the buyer everything back; the caller holds the order's lock, or nobody else can act on it.
 * False when nothing waits any more. Throws what a refund throws.
 */
export async function endWish(
  trx: Transaction<Database>,
  { orderId, answer, actor }: EndWish,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('cancelWish')
    .set({ answer, answeredAt: sql`app_now()` })
    .where('orderId', '=', orderId)
    .where('answer', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return false
  if (isYes(answer))
    await refundOrder(trx, { orderId, supplierId: null, reason: 'buyer_cancelled', requestedBy: actor })
  return true
}

export function isYes(answer: CancelAnswer): boolean {
  switch (answer) {
    case 'not_accepted_yet':
    case 'agreed':
    case 'silent':
      return true
    case 'declined':
    case 'withdrawn':
      return false
  }
}

export interface LockedForCancel {
  no: string
  supplierId: string
  state: OrderState
  isAccepted: boolean
}

/** Locks an order whose wish is looked at, so that two who act at once take turns. Throws `not_found`. */
export async function lockForCancel(
  trx: Transaction<Database>,
  { orderId, supplierId }: { orderId: string; supplierId?: string },
): Promise<LockedForCancel> {
  const order = await trx
    .selectFrom('orders')
    .select(['no', 'supplierId', 'acceptedAt', sql<OrderState>`state`.as('state')])
    .where('id', '=', orderId)
    .$if(supplierId !== undefined, query => query.where('supplierId', '=', supplierId ?? ''))
    .forUpdate()
    .executeTakeFirst()
  if (!order) throw new DomainError('not_found')
  const { acceptedAt, ...locked } = order
  return { ...locked, isAccepted: acceptedAt !== null }
}

/** Throws `order_state {state}` once an order cannot be cancelled any more. */
export function requirePaid({ state }: LockedForCancel): void {
  if (state !== 'paid') throw new DomainError('order_state', { state })
}
