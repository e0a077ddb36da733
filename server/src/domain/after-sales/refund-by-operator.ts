import type { Database, Db, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { mayRefund } from '#domain/orders/order.ts'
import { refundOrder } from '#domain/orders/request-refund.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import { followRefund } from './follow-refund.ts'

/**
 * An operator gives back all that is left of an order, and an after-sale of it that is open goes the way of that refund. From the
 * limit of `case_second_person_from` on nobody does this alone: it is decided as a case, or ruled on, where a second person
 * agrees. Asked again, it answers the refund that exists. Throws `second_person_needed {amountFen, fromFen}`, and what a refund throws.
 */
export async function refundByOperator(
  { db }: { db: Db },
  { orderId, actor }: { orderId: string; actor: string },
): Promise<{ refundId: string }> {
  return db.transaction().execute(async trx => {
    await refuseAlone(trx, orderId)
    const refund = await refundOrder(trx, {
      orderId,
      supplierId: null,
      reason: 'after_sale',
      requestedBy: actor,
    })
    await followRefund(trx, { orderId, said: { side: 'platform', actor } })
    return refund
  })
}

async function refuseAlone(trx: Transaction<Database>, orderId: string): Promise<void> {
  const order = await trx
    .selectFrom('orders')
    .select(['state', 'paidFen', 'refundedFen'])
    .where('id', '=', orderId)
    .executeTakeFirst()
  if (!order || !mayRefund(order.state, 'after_sale')) return
  const amountFen = order.paidFen - order.refundedFen
  const { value, version } = await readRule(trx, 'case_second_person_from')
  if (amountFen < value.amountFen) return
  throw new DomainError('second_person_needed', {
    what: 'refund',
    amountFen: amountFen.toString(),
    fromFen: value.amountFen.toString(),
    rule: 'case_second_person_from',
    ruleVersion: version,
  })
}
