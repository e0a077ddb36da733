import type { Db } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { endWish, findWish, isYes, lockForCancel, requirePaid } from './cancel-wish.ts'

export interface AnswerWish {
  supplierId: string
  orderId: string
  agree: boolean
  actor: string
}

/**
 * The supplier says yes, and the buyer gets everything back, or no, because the parcel is as good as gone. Said again it changes nothing.
 * Throws `not_found` where nobody asked, and `order_state {state}` once the wish or the order has ended otherwise.
 */
export async function answerWish(
  { db }: { db: Db },
  { supplierId, orderId, agree, actor }: AnswerWish,
): Promise<void> {
  await db.transaction().execute(async trx => {
    const order = await lockForCancel(trx, { orderId, supplierId })
    const wish = await findWish(trx, orderId)
    if (!wish) throw new DomainError('not_found')
    if (wish.answer !== null && isYes(wish.answer) === agree) return
    if (wish.answer !== null) throw new DomainError('order_state', { state: order.state })
    requirePaid(order)
    await endWish(trx, { orderId, answer: agree ? 'agreed' : 'declined', actor })
    await recordAct(trx, {
      actor,
      action: 'cancel_answered',
      subjectType: 'order',
      subjectId: orderId,
      facts: { agree },
    })
  })
}
