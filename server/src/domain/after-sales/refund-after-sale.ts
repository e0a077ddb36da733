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

/** Takes the agreed amount from whoever bears it and asks the rail to return it; once per after-sale. */
export async function refundAfterSale(
  trx: Transaction<Database>,
  found: Refundable,
  { amountFen, fault = faultOf(found), goodsKept = found.goodsKept, said }: AgreedRefund,
): Promise<void> {
  const { refundId } = await refundOrder(trx, {
    orderId: found.orderId,
    supplierId: null,
    reason: 'after_sale',
    requestedBy: `after_sale:${found.id}`,
    requestKey: `after_sale:${found.id}`,
    amountFen,
    fault,
    goodsKept,
  })
  const set = { agreedFen: amountFen, fault, goodsKept, refundId, ruling: null, ruledBy: null }
  await moveAfterSale(trx, found, { to: 'refunding', said, set })
}

function faultOf({ isRuled, fault }: LockedAfterSale): LockedAfterSale['fault'] {
  return isRuled ? fault : faultOfAgreement(fault)
}
