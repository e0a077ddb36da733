import { type Fen, least } from '@haowu/shared/money.ts'
import type { AccountCode } from './accounts.ts'
import type { Leg } from './entry.ts'

interface Part {
  account: AccountCode
  amountFen: Fen
}

/**
 * Legs that take all of the sources to all of the targets, in their order; as few as that order allows.
 * Throws RangeError when the two sides do not add up to the same.
 */
export function pairUp(sources: readonly Part[], targets: readonly Part[]): Leg[] {
  const legs: Leg[] = []
  const [givers, takers] = [sources, targets].map(side => side.filter(part => part.amountFen !== 0n))
  const [giving, taking] = [copy(givers), copy(takers)]
  while (giving[0] && taking[0]) {
    const [from, to] = [giving[0], taking[0]]
    const amountFen = least(from.amountFen, to.amountFen)
    if (amountFen < 0n) throw new RangeError(`a part of ${amountFen} fen`)
    legs.push({ debit: from.account, credit: to.account, amountFen })
    from.amountFen -= amountFen
    to.amountFen -= amountFen
    if (from.amountFen === 0n) giving.shift()
    if (to.amountFen === 0n) taking.shift()
  }
  if (giving.length > 0 || taking.length > 0) throw new RangeError('two sides that differ')
  return legs
}

function copy(parts: readonly Part[] = []): Part[] {
  return parts.map(part => ({ ...part }))
}

export function sumOf(parts: readonly { amountFen: Fen }[]): Fen {
  return parts.reduce((sum, part) => sum + part.amountFen, 0n)
}
