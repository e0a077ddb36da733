import type { ItemState } from '@haowu/shared/catalog.ts'

/**
 * Every move an item can make. Each is one conditional UPDATE on its one row (see the `…-hold`, `…-checkout` and
 * `…-sale` files beside this one); whatever is not listed here cannot happen.
 */
export const ITEM_MOVES = {
  draft: ['available', 'withdrawn', 'quarantined', 'external_sold'],
  available: ['live_held', 'withdrawn', 'external_sold', 'quarantined', 'on_loan', 'draft'],
  live_held: ['live_held', 'available', 'checkout_held', 'external_sold', 'draft'],
  checkout_held: ['checkout_held', 'live_held', 'available', 'sold', 'external_sold', 'draft'],
  // Undone before it was shipped, it stands by its report.
  sold: ['returning', 'available', 'draft', 'quarantined'],
  withdrawn: ['available', 'draft', 'external_sold'],
  // A sale elsewhere that was told by mistake.
  external_sold: ['available', 'draft', 'quarantined', 'withdrawn'],
  // Released by an operator it stands by its report, which may have run out meanwhile.
  quarantined: ['available', 'draft', 'withdrawn', 'external_sold'],
  // Back from a borrower it stands by its report; one that came back otherwise waits for a new one.
  on_loan: ['available', 'draft', 'quarantined', 'lost'],
  returning: ['draft'],
  // Found again, it is inspected anew.
  lost: ['draft'],
} as const satisfies Record<ItemState, readonly ItemState[]>

export function canMove(from: ItemState, to: ItemState): boolean {
  return (ITEM_MOVES[from] as readonly ItemState[]).includes(to)
}

/** States in which the plaza shows an item, if its report is in force. */
export const OFFERED_STATES = ['available', 'live_held', 'checkout_held'] as const satisfies ItemState[]

export const isOffered = (state: string): boolean => (OFFERED_STATES as readonly string[]).includes(state)

/** States in which a piece stands for sale somewhere or is lent out meanwhile: no other piece may bear its number. */
export const STANDING_STATES = [...OFFERED_STATES, 'on_loan'] as const satisfies ItemState[]

/** States in which a supplier's file may change the item. A held or sold piece is never changed by a feed. */
export const EDITABLE_STATES = [
  'draft',
  'available',
  'withdrawn',
  'quarantined',
] as const satisfies ItemState[]
