import type { StatementRule } from '@haowu/shared/statement-rules.ts'

export interface RefusalFacts {
  line: number | null
  expected: string
  found: string
}

/** Why a whole file is refused: the rule it breaks, where, what it should say and what it says. */
export class StatementRefusal extends Error {
  override name = 'StatementRefusal'
  readonly rule: StatementRule
  readonly facts: RefusalFacts

  constructor(rule: StatementRule, facts: RefusalFacts) {
    super(`${rule} ${JSON.stringify(facts)}`)
    this.rule = rule
    this.facts = facts
  }
}

export function refuse(rule: StatementRule, facts: RefusalFacts): never {
  throw new StatementRefusal(rule, facts)
}
