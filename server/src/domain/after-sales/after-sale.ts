import type { AfterSaleReason, AfterSaleState } from '@haowu/shared/after-sales.ts'
import type { Fault } from '@haowu/shared/orders.ts'

/** Every move an after-sale can make; a move that is not listed does not compile. */
export const AFTER_SALE_MOVES = {
  requested: ['offered', 'refused', 'returning', 'refunding', 'closed'],
  offered: ['refunding', 'disputed', 'closed'],
  refused: ['disputed', 'closed'],
  returning: ['in_return', 'closed'],
  in_return: ['inspecting'],
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

/** Until a person at the platform rules otherwise, what the buyer complains of says whose mistake it would be. */
export const FAULT_OF_REASON = {
  not_as_reported: 'supplier',
  defect: 'supplier',
  missing_part: 'supplier',
  wrong_item: 'supplier',
  streamer_claim: 'streamer',
  not_received: 'none',
  no_longer_wanted: 'none',
} as const satisfies Record<AfterSaleReason, Exclude<Fault, 'late'>>
