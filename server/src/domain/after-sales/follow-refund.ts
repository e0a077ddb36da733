import type { Fault } from '@haowu/shared/orders.ts'
import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { tellParty } from '#domain/notices/tell-party.ts'
import { type LockedAfterSale, lockAfterSale, moveAfterSale, type Said } from './after-sale-store.ts'
import { finishAfterSale } from './finish-after-sale.ts'

/**
 * For whoever gives an order's money back without its after-sale, in the same transaction: when nothing is left of the money, an
 * open after-sale of that order has nothing to decide any more and goes the way of that refund.
 */
export async function followRefund(
  trx: Transaction<Database>,
  { orderId, said }: { orderId: string; said: Said },
): Promise<void> {
  const open = await trx
    .selectFrom('afterSale')
    .select('id')
    .where('orderId', '=', orderId)
    .where('endedAt', 'is', null)
    .executeTakeFirst()
  if (open) await followIfWhole(trx, await lockAfterSale(trx, { afterSaleId: open.id }), said)
}

/**
 * The buyer gets all he could ask for, so it is not closed as if it had come to nothing: it waits for the money like any other that
 * was agreed to, and its supplier is told that he need not answer. False where its own refund is under way, or money is left.
 */
export async function followIfWhole(
  trx: Transaction<Database>,
  found: LockedAfterSale,
  said: Said,
): Promise<boolean> {
  const { id, state } = found
  if (state === 'refunding' || state === 'refunded' || state === 'closed') return false
  const refund = await findWholeRefund(trx, found)
  if (!refund) return false
  const { no, orderNo, refundId, goodsKept, amountFen } = refund
  const facts = { amountFen: amountFen.toString() }
  await moveAfterSale<typeof state>(
    trx,
    { ...found, state },
    {
      to: 'refunding',
      said: { ...said, facts },
      set: {
        agreedFen: amountFen,
        goodsKept,
        refundId,
        ruling: null,
        ruledBy: null,
        // Late is what the calendar made of it, not whose mistake it was.
        ...(refund.fault === 'late' ? {} : { fault: refund.fault }),
      },
    },
  )
  await tellParty(trx, {
    partyId: found.supplierId,
    kind: 'after_sale_overtaken',
    key: `after_sale:${id}:overtaken`,
    refId: id,
    facts: { no, orderNo, ...facts },
  })
  await finishAfterSale(trx, { ...found, state: 'refunding' }, said)
  return true
}

/** The refund with which the last fen of the order went; none while something is left. */
async function findWholeRefund(trx: Transaction<Database>, { id }: LockedAfterSale) {
  return trx
    .selectFrom('afterSale')
    .innerJoin('orders', 'orders.id', 'afterSale.orderId')
    .innerJoin('refund', 'refund.orderId', 'orders.id')
    .select(['afterSale.no', 'orders.no as orderNo'])
    .select(['refund.id as refundId', 'refund.amountFen', 'refund.goodsKept'])
    .select(sql<Fault>`refund.fault`.as('fault'))
    .where('afterSale.id', '=', id)
    .where('orders.state', 'in', ['refunding', 'refunded'])
    .orderBy('refund.createdAt', 'desc')
    .limit(1)
    .executeTakeFirst()
}
