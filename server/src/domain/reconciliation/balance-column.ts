import { writeYuan } from '@haowu/shared/plain-yuan.ts'
import { refuse } from './statement-refusal.ts'

export interface BalancePair {
  amountFen: bigint
  balanceFen: bigint
  line: number
}

export interface BalanceColumn {
  add(pair: BalancePair): void
  /** Null when no line had a balance. */
  finish(): { openingFen: bigint; closingFen: bigint } | null
}

/**
 * Follows the balances of a table line by line, oldest or newest first, whichever the table is: both are tried until one of them
 * fails. Refuses the line at which neither is left, so that a line that was cut out or changed is found where it is missing.
 */
export function createBalanceColumn(): BalanceColumn {
  let first: BalancePair | null = null
  let previous: BalancePair | null = null
  let ascends = true
  let descends = true
  return {
    add(pair) {
      if (previous) {
        const next = previous.balanceFen + pair.amountFen
        const wasAscending = ascends
        ascends &&= next === pair.balanceFen
        descends &&= previous.balanceFen - previous.amountFen === pair.balanceFen
        if (!ascends && !descends) {
          const expected = wasAscending ? next : previous.balanceFen - previous.amountFen
          refuse('balance', {
            line: pair.line,
            expected: writeYuan(expected),
            found: writeYuan(pair.balanceFen),
          })
        }
      }
      first ??= pair
      previous = pair
    },
    finish() {
      if (!first || !previous) return null
      const [oldest, newest] = ascends ? [first, previous] : [previous, first]
      return {
        openingFen: oldest.balanceFen - oldest.amountFen,
        closingFen: newest.balanceFen,
      }
    },
  }
}
