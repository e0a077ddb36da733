import { writeYuan } from '@haowu/shared/plain-yuan.ts'
import { refuse } from './statement-refusal.ts'

/** What the statements of one file come to so far. */
export interface ChainTotals {
  lineCount: number
  inFen: bigint
  outFen: bigint
  openingFen: bigint | null
  closingFen: bigint | null
}

export interface BalanceChain {
  /** A statement, or a page of one, begins: where the one before ended. */
  open(openingFen: bigint, line: number): void
  add(amountFen: bigint): void
  /** It ends: with what it began and what was booked, no other amount is right. */
  close(closingFen: bigint, line: number): void
  totals(): ChainTotals
}

/** Follows opening + lines = closing through all statements of a file, and refuses it where a fen is missing between two of them. */
export function createBalanceChain(): BalanceChain {
  const totals: ChainTotals = { lineCount: 0, inFen: 0n, outFen: 0n, openingFen: null, closingFen: null }
  let balance = 0n
  const mustBe = (rule: 'closing' | 'continuity', fen: bigint, line: number) => {
    if (fen !== balance) refuse(rule, { line, expected: writeYuan(balance), found: writeYuan(fen) })
  }
  return {
    open(openingFen, line) {
      if (totals.closingFen !== null) mustBe('continuity', openingFen, line)
      totals.openingFen ??= openingFen
      balance = openingFen
    },
    add(amountFen) {
      totals.lineCount++
      balance += amountFen
      if (amountFen < 0n) totals.outFen -= amountFen
      else totals.inFen += amountFen
    },
    close(closingFen, line) {
      mustBe('closing', closingFen, line)
      totals.closingFen = closingFen
    },
    totals: () => totals,
  }
}
