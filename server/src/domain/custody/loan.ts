import { randomBytes } from 'node:crypto'
import type { LoanState } from '@haowu/shared/custody.ts'

/**
 * Every move a loan can make; whatever is not listed here cannot happen. A parcel that never arrived may be checked in as
 * it came back, so `shipped` can end like a piece that was in the borrower's hands.
 */
export const LOAN_MOVES = {
  requested: ['approved', 'refused', 'cancelled', 'expired'],
  approved: ['shipped', 'cancelled', 'expired'],
  shipped: ['received', 'returned', 'lost'],
  received: ['sent_back', 'returned', 'lost'],
  sent_back: ['returned', 'lost'],
  refused: [],
  cancelled: [],
  expired: [],
  returned: [],
  lost: [],
} as const satisfies Record<LoanState, readonly LoanState[]>

export function canLoanMove(from: LoanState, to: LoanState): boolean {
  return (LOAN_MOVES[from] as readonly LoanState[]).includes(to)
}

/** Crockford's base 32: no I, L, O, U, so that a code read aloud or from a label is not mistaken. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LENGTH = 10

/** 50 random bits: a code can be read from the slip in the parcel, not guessed. */
export function newLoanCode(): string {
  let code = ''
  for (const byte of randomBytes(LENGTH)) code += ALPHABET[byte & 31]
  return code
}
