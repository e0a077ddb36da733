import type { OrderState } from '@haowu/shared/orders.ts'

/** Every move an order can make; a move that is not listed does not compile. */
export const ORDER_MOVES = {
  checkout: ['paid', 'closed'],
  paid: ['shipped', 'refunding'],
  shipped: ['received', 'refunding'],
  received: ['completed', 'refunding'],
  completed: ['refunding'],
  closed: [],
  refunding: ['refunded'],
  refunded: [],
} as const satisfies Record<OrderState, readonly OrderState[]>

/** Where an order in this state may go. */
export type NextState<From extends OrderState> = (typeof ORDER_MOVES)[From][number]

export function canMove(from: OrderState, to: OrderState): boolean {
  return (ORDER_MOVES[from] as readonly OrderState[]).includes(to)
}

/** States in which the parcel is open, so that the supplier may read where it goes. */
export const ADDRESS_STATES = ['paid', 'shipped'] as const satisfies OrderState[]

/** From whom a refund may come, and until when. */
export const REFUNDABLE_STATES = {
  supplier_cancelled: ['paid'],
  buyer_cancelled: ['paid'],
  after_sale: ['paid', 'shipped', 'received', 'completed'],
} as const satisfies Record<string, readonly OrderState[]>
export type RefundReason = keyof typeof REFUNDABLE_STATES

export type RefundableState = (typeof REFUNDABLE_STATES)[RefundReason][number]

export function mayRefund(state: string, reason: RefundReason): state is RefundableState {
  return (REFUNDABLE_STATES[reason] as readonly string[]).includes(state)
}
