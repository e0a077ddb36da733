import type { RailTrade } from './read-trades.ts'

/** Of which a file tells nothing itself: they are found by holding it against the books. */
const UNSEEN = ['lost', 'double', 'one_fen', 'day_later', 'overcharged', 'other_merchant'] as const
/** By which a file contradicts itself: no gate lets it in. */
const SEEN = ['wrong_total', 'cut_short'] as const
export const RAIL_BILL_FAULTS = [...UNSEEN, ...SEEN] as const
export type RailBillFault = (typeof RAIL_BILL_FAULTS)[number]

const DAY_MS = 86_400_000

/** The trades as a bill with this fault tells them; the fault is always at the first. */
export function plantInTrades([first, ...rest]: RailTrade[], fault: RailBillFault | undefined): RailTrade[] {
  if (!first) return []
  switch (fault) {
    case 'lost':
      return rest
    case 'double':
      return [first, first, ...rest]
    case 'one_fen':
      return [{ ...first, amountFen: first.amountFen + 1n }, ...rest]
    case 'day_later':
      return [...rest, { ...first, at: new Date(first.at.getTime() + DAY_MS) }]
    case 'overcharged':
    case 'other_merchant':
    case 'wrong_total':
    case 'cut_short':
    case undefined:
      return [first, ...rest]
  }
}

export function plantInBill(bill: Buffer, fault: RailBillFault | undefined): Buffer {
  if (fault === 'cut_short') return bill.subarray(0, bill.lastIndexOf('\n', -2) + 1)
  if (fault !== 'wrong_total') return bill
  const text = bill.toString()
  const at = text.trimEnd().lastIndexOf('\n') + 1
  // The last digit of a sum is the one that nobody looks at.
  return Buffer.from(
    text.slice(0, at) + text.slice(at).replace(/\.(\d)(\d)/, (_, a, b) => `.${a}${(Number(b) + 1) % 10}`),
  )
}
