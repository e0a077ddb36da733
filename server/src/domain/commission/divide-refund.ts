import { type Fen, least } from '@haowu/shared/money.ts'
import { type Claw, clawBack, type Earned } from './claw-back.ts'

/** What a buyer paid for an order, what the platform added, and what of each earlier refunds gave back. */
export interface RefundableOrder {
  paidFen: Fen
  freightFen: Fen
  platformDiscountFen: Fen
  refundedFen: Fen
  refundedFreightFen: Fen
  returnedDiscountFen: Fen
}

export interface RefundParts {
  /** What the buyer gets. */
  amountFen: Fen
  /** The part of it that is freight: goods come first. */
  freightFen: Fen
  /** What goes back to the platform, which had paid a part of the price for the buyer. */
  discountFen: Fen
}

export function leftToRefund(order: RefundableOrder): Fen {
  return order.paidFen - order.refundedFen
}

/**
 * Divides one refund into goods and freight, and says how much of the platform's discount returns with the goods: in
 * proportion to what is left of both, rounded down, and all of it with the last fen of the goods.
 * Throws RangeError for nothing, or for more than is left.
 */
export function divideRefund(order: RefundableOrder, amountFen: Fen): RefundParts {
  if (amountFen <= 0n || amountFen > leftToRefund(order)) {
    throw new RangeError(`a refund of ${amountFen} fen with ${leftToRefund(order)} fen left`)
  }
  const leftFreightFen = order.freightFen - order.refundedFreightFen
  const leftGoodsFen = leftToRefund(order) - leftFreightFen
  const goodsFen = least(amountFen, leftGoodsFen)
  const leftDiscountFen = order.platformDiscountFen - order.returnedDiscountFen
  const discountFen =
    goodsFen === leftGoodsFen ? leftDiscountFen : (leftDiscountFen * goodsFen) / leftGoodsFen
  return { amountFen, freightFen: amountFen - goodsFen, discountFen }
}

/**
 * Who gives back how much of one refund: the goods in proportion to what each still holds of them, the freight by the supplier,
 * who had earned it. Whatever the sequence of refunds, each has given all once everything is refunded.
 */
export function clawRefund(order: RefundableOrder, parts: RefundParts, earners: Earned[]): Claw[] {
  const leftFreightFen = order.freightFen - order.refundedFreightFen
  const goods = earners.map(earner =>
    earner.role === 'supplier' ? { ...earner, earnedFen: earner.earnedFen - leftFreightFen } : earner,
  )
  const claws = clawBack(parts.amountFen - parts.freightFen + parts.discountFen, goods)
  return claws.map(claw =>
    claw.role === 'supplier' ? { ...claw, amountFen: claw.amountFen + parts.freightFen } : claw,
  )
}
