import type { CancelReason } from '@haowu/shared/orders.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { tellParty } from '#domain/notices/tell-party.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import { endWish, findWish, lockForCancel, requirePaid } from './cancel-wish.ts'
import { findOrderByLink } from './find-order-by-link.ts'

/**
 * The buyer, who has the order's link, wants out before the parcel leaves. What its supplier has not taken on yet is cancelled at once;
 * else the supplier answers within the hours of the rule `cancel_deadline`, and his silence counts as yes. Asked again, while it waits or
 * after an answer, it changes nothing; one that was withdrawn may be asked anew. Throws `not_found` and `order_state {state}`.
 */
export async function askToCancel(
  { db }: { db: Db },
  { linkToken, reason }: { linkToken: string; reason: CancelReason },
): Promise<void> {
  await db.transaction().execute(async trx => {
    const { orderId } = await findOrderByLink(trx, { linkToken })
    const order = await lockForCancel(trx, { orderId })
    const known = await findWish(trx, orderId)
    if (known && known.answer !== 'withdrawn') return
    requirePaid(order)
    const { hours } = (await readRule(trx, 'cancel_deadline')).value
    const askedAt = await keepWish(trx, { orderId, reason, hours })
    await recordAct(trx, {
      actor: 'buyer',
      action: 'cancel_asked',
      subjectType: 'order',
      subjectId: orderId,
      facts: { reason },
    })
    if (!order.isAccepted) {
      await endWish(trx, { orderId, answer: 'not_accepted_yet', actor: 'buyer' })
      return
    }
    await tellParty(trx, {
      partyId: order.supplierId,
      kind: 'cancel_asked',
      key: `order:${orderId}:cancel:${askedAt.toISOString()}`,
      refId: orderId,
      facts: { orderNo: order.no, hours },
    })
  })
}

/** The buyer wants the goods after all, while nobody has answered. Throws `not_found`. */
export async function withdrawWish({ db }: { db: Db }, { linkToken }: { linkToken: string }): Promise<void> {
  await db.transaction().execute(async trx => {
    const { orderId } = await findOrderByLink(trx, { linkToken })
    await endWish(trx, { orderId, answer: 'withdrawn', actor: 'buyer' })
  })
}

async function keepWish(
  trx: Transaction<Database>,
  { orderId, reason, hours }: { orderId: string; reason: CancelReason; hours: number },
): Promise<Date> {
  const dueAt = sql<Date>`app_now() + ${hours}::int * interval '1 hour'`
  const kept = await trx
    .insertInto('cancelWish')
    .values({ orderId, reason, dueAt })
    .onConflict(conflict =>
      conflict
        .column('orderId')
        .doUpdateSet({ reason, dueAt, askedAt: sql`app_now()`, answer: null, answeredAt: null }),
    )
    .returning('askedAt')
    .executeTakeFirstOrThrow()
  return kept.askedAt
}
