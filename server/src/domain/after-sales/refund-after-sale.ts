import type { Database, Transaction } from '#db/database.ts'
import { refundOrder } from '#domain/orders/request-refund.ts'
import { faultOfAgreement } from './after-sale.ts'
import { type LockedAfterSale, moveAfterSale, type Said } from './after-sale-store.ts'

type Refundable = LockedAfterSale & { state: 'requested' | 'offered' | 'inspecting' | 'disputed' }

export interface AgreedRefund {
  amountFen: bigint
  /** As an operator rules; what was not ruled on has the fault that an agreement can have. */
  fault?: LockedAfterSale['fault']
  /** Set when it was agreed that the goods stay although they were to come back. */
  goodsKept?: boolean
  said: Said
}

/**
 * Takes the agreed amount from whoever bears it and asks the rail to return it; once per after-sale. A channel may have given a part
 * back since it was asked for: then it is what is left, and the step says of how much.
 */
export async function refundAfterSale(
  trx: Transaction<Database>,
  found: Refundable,
  { amountFen, fault = faultOf(found), goodsKept = found.goodsKept, said }: AgreedRefund,
): Promise<void> {
  const leftFen = await readLeft(trx, found.orderId)
  const agreedFen = amountFen < leftFen ? amountFen : leftFen
  const { refundId } = await refundOrder(trx, {
    orderId: found.orderId,
    supplierId: null,
    reason: 'after_sale',
    requestedBy: `after_sale:${found.id}`,
    requestKey: `after_sale:${found.id}`,
    amountFen: agreedFen,
    fault,
    goodsKept,
  })
  const set = { agreedFen, fault, goodsKept, refundId, ruling: null, ruledBy: null }
  const capped = { amountFen: agreedFen.toString(), cappedFromFen: amountFen.toString() }
  const told = agreedFen < amountFen ? { ...said, facts: { ...said.facts, ...capped } } : said
  await moveAfterSale(trx, found, { to: 'refunding', said: told, set })
}

/** Of an order that is locked. */
async function readLeft(trx: Transaction<Database>, orderId: string): Promise<bigint> {
  const order = await trx
    .selectFrom('orders')
    .select(['paidFen', 'refundedFen'])
    .where('id', '=', orderId)
    .executeTakeFirstOrThrow()
  return order.paidFen - order.refundedFen
}

function faultOf({ isRuled, fault }: LockedAfterSale): LockedAfterSale['fault'] {
  return isRuled ? fault : faultOfAgreement(fault)
}
