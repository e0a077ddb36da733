import type { AfterSaleReason, AfterSaleState } from '@haowu/shared/after-sales.ts'
import type { Fault } from '@haowu/shared/orders.ts'

/** Every move an after-sale can make; a move that is not listed does not compile. */
export const AFTER_SALE_MOVES = {
  requested: ['offered', 'refused', 'returning', 'refunding', 'closed'],
  offered: ['refunding', 'disputed', 'closed'],
  refused: ['disputed', 'refunding', 'closed'],
  returning: ['in_return', 'refunding', 'closed'],
  in_return: ['inspecting', 'refunding'],
  inspecting: ['refunding', 'disputed'],
  disputed: ['refunding', 'returning', 'closed'],
  refunding: ['refunded'],
  refunded: [],
  closed: [],
} as const satisfies Record<AfterSaleState, readonly AfterSaleState[]>

/** Where an after-sale in this state may go. */
export type NextAfterSaleState<From extends AfterSaleState> = (typeof AFTER_SALE_MOVES)[From][number]

export function canMoveAfterSale(from: AfterSaleState, to: AfterSaleState): boolean {
  return (AFTER_SALE_MOVES[from] as readonly AfterSaleState[]).includes(to)
}

type ClaimedFault = Exclude<Fault, 'late'>

/** What the buyer complains of says whose mistake it would be: a claim of his, from which whoever rules on it starts. */
export const FAULT_OF_REASON = {
  not_as_reported: 'supplier',
  defect: 'supplier',
  missing_part: 'supplier',
  wrong_item: 'supplier',
  streamer_claim: 'streamer',
  not_received: 'none',
  no_longer_wanted: 'none',
} as const satisfies Record<AfterSaleReason, ClaimedFault>

/**
 * Whose mistake it was where buyer and supplier agree and nobody ruled. The supplier answers for himself alone: what is claimed of
 * the streamer or the platform, neither of whom was asked, is nobody's fault, so that each gives back his own part and no more.
 * It is not the supplier's fault either, goods kept or not: he would make good the streamer's commission for what the streamer
 * is said to have said, and had better refuse what he now may settle. Who wants another to bear it refuses and has it ruled on.
 */
export function faultOfAgreement(claimed: ClaimedFault): ClaimedFault {
  return claimed === 'supplier' ? 'supplier' : 'none'
}
