import { writeYuan } from '@haowu/shared/plain-yuan.ts'
import { refuse } from './statement-refusal.ts'

interface CountAndSum {
  count: number
  /** Without its sign. */
  fen: bigint
}

export interface Tally {
  add(amountFen: bigint): void
  read(): { all: CountAndSum; credits: CountAndSum; debits: CountAndSum }
  /** Refuse a file that counts or sums itself otherwise than we do. */
  mustCount(rule: string, facts: { line: number; told: string; counted: number }): void
  mustSum(rule: string, facts: { line: number; told: bigint; summed: bigint }): void
}

/** Counts and sums what came in and what went out, for files that say so too. */
export function createTally(): Tally {
  const credits = { count: 0, fen: 0n }
  const debits = { count: 0, fen: 0n }
  return {
    add(amountFen) {
      const side = amountFen < 0n ? debits : credits
      side.count++
      side.fen += amountFen < 0n ? -amountFen : amountFen
    },
    read: () => ({
      all: { count: credits.count + debits.count, fen: credits.fen + debits.fen },
      credits,
      debits,
    }),
    mustCount(rule, { line, told, counted }) {
      if (!/^\d{1,15}$/.test(told) || Number(told) !== counted)
        refuse('count', { line, expected: `${rule} ${told}`, found: String(counted) })
    },
    mustSum(rule, { line, told, summed }) {
      if (told !== summed)
        refuse('total', { line, expected: `${rule} ${writeYuan(told)}`, found: writeYuan(summed) })
    },
  }
}
