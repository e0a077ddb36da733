import type { StatementRule } from '@haowu/shared/statement-rules.ts'
import { refuse } from './statement-refusal.ts'

/** What must be the same throughout a file: its account. */
export interface OneValue {
  see(found: string, line: number): void
  value(): string | null
}

export function createOneValue(rule: StatementRule): OneValue {
  let known: string | null = null
  return {
    see(found, line) {
      if (known !== null && known !== found) refuse(rule, { line, expected: known, found })
      known = found
    },
    value: () => known,
  }
}
