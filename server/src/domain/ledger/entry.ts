import type { Fen } from '@haowu/shared/money.ts'
import type { AccountCode } from './accounts.ts'

/** An amount moves from the credited account's point of view *to* it; debit and credit differ and the amount is positive. */
export interface Leg {
  debit: AccountCode
  credit: AccountCode
  amountFen: Fen
  /** Set when the leg belongs to one order, so that finance can open the order and see it. */
  orderId?: string
}

/** One money event. It happens once per key: the same key with another body is refused. */
export interface Entry {
  key: string
  kind: string
  refType: string
  refId: string
  /** Who or what caused it. Not part of the body: a repeat by somebody else is still a repeat. */
  actor: string
  legs: Leg[]
  /** The instant it counts for; a stored fact, never the caller's clock, or a repeat would differ. Default: when posted. */
  effectiveAt?: Date
  /** The transaction that this one takes back. */
  reverses?: bigint
}

/** Leaves out legs of zero; a negative amount is a mistake of the caller. */
export function movingLegs(legs: Leg[]): Leg[] {
  for (const leg of legs) {
    if (leg.amountFen < 0n) throw new RangeError(`a leg moves ${leg.amountFen} fen`)
  }
  return legs.filter(leg => leg.amountFen > 0n)
}
