import type { Fen } from '@haowu/shared/money.ts'
import type { ShareRole } from './split-order.ts'

/** What one earner of an order got and what refunds have already taken back. */
export interface Earned {
  role: ShareRole
  earnedFen: Fen
  clawedFen: Fen
}
export interface Claw {
  role: ShareRole
  amountFen: Fen
}

/** Who gives the odd fen first when two remainders are equal. */
const TIE_ORDER: ShareRole[] = ['supplier', 'streamer', 'agency', 'leader', 'platform']

/**
 * Divides a refund over what each earner still holds, in proportion, by largest remainder.
 * Σ = refund, nobody gives more than he holds, and the refund of everything leaves exactly zero everywhere: computing each
 * refund from the cumulative base instead would take from the residual party more than it earned.
 * Throws RangeError when the refund exceeds what is held in all. Who gives nothing is listed with 0.
 */
export function clawBack(refundFen: Fen, earners: Earned[]): Claw[] {
  const parts = earners.map(({ role, earnedFen, clawedFen }) => ({ role, heldFen: earnedFen - clawedFen }))
  const heldFen = parts.reduce((sum, part) => sum + part.heldFen, 0n)
  if (refundFen < 0n || refundFen > heldFen || parts.some(part => part.heldFen < 0n)) {
    throw new RangeError(`a refund of ${refundFen} fen over ${heldFen} fen held`)
  }
  if (heldFen === 0n) return parts.map(({ role }) => ({ role, amountFen: 0n }))
  const floored = parts.map(({ role, heldFen: mine }) => ({
    role,
    amountFen: (refundFen * mine) / heldFen,
    remainder: (refundFen * mine) % heldFen,
  }))
  const missing = refundFen - floored.reduce((sum, part) => sum + part.amountFen, 0n)
  const favoured = new Set([...floored].sort(byLargestRemainder).slice(0, Number(missing)))
  return floored.map(part => ({
    role: part.role,
    amountFen: part.amountFen + (favoured.has(part) ? 1n : 0n),
  }))
}

function byLargestRemainder(
  a: { role: ShareRole; remainder: bigint },
  b: { role: ShareRole; remainder: bigint },
): number {
  if (a.remainder !== b.remainder) return a.remainder > b.remainder ? -1 : 1
  return TIE_ORDER.indexOf(a.role) - TIE_ORDER.indexOf(b.role)
}
