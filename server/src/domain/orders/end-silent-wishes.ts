import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { eachInTurn } from '#domain/each-in-turn.ts'
import { endWish, lockForCancel, requirePaid } from './cancel-wish.ts'

/**
 * Wishes to cancel that no supplier answered in time are granted. A wish whose order has moved on meanwhile, by whatever hand, has ended
 * with it. One that fails keeps no other waiting; the failures are thrown together at the end.
 * Up to `limit`; returns how many were granted.
 */
export async function endSilentWishes({ db }: { db: Db }, { limit }: { limit: number }): Promise<number> {
  await sql`
    UPDATE cancel_wish SET answer = CASE WHEN orders.state IN ('refunding', 'refunded') THEN 'agreed' ELSE 'declined' END,
      answered_at = app_now()
    FROM orders WHERE orders.id = cancel_wish.order_id AND cancel_wish.answer IS NULL AND orders.state <> 'paid'
  `.execute(db)
  const due = await db
    .selectFrom('cancelWish')
    .select('orderId')
    .where('answer', 'is', null)
    .where('dueAt', '<=', sql<Date>`app_now()`)
    .orderBy('dueAt')
    .limit(limit)
    .execute()
  let granted = 0
  const grantOne = async ({ orderId }: { orderId: string }) => {
    if (await grant(db, orderId)) granted += 1
  }
  await eachInTurn(due, grantOne, 'wishes to cancel could not be granted')
  return granted
}

async function grant(db: Db, orderId: string): Promise<boolean> {
  try {
    return await db.transaction().execute(async trx => {
      requirePaid(await lockForCancel(trx, { orderId }))
      return endWish(trx, { orderId, answer: 'silent', actor: 'system' })
    })
  } catch (error) {
    // Shipped or refunded a moment ago: the next run ends the wish with it.
    if (error instanceof DomainError && error.code === 'order_state') return false
    throw error
  }
}
