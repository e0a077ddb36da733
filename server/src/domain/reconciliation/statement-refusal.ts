export interface RefusalFacts {
  line: number | null
  expected: string
  found: string
}

export class StatementRefusal extends Error {
  override name = 'StatementRefusal'
  readonly rule: string
  readonly facts: RefusalFacts

  constructor(rule: string, facts: RefusalFacts) {
    super(`${rule} ${JSON.stringify(facts)}`)
    this.rule = rule
    this.facts = facts
  }
}

export function refuse(rule: string, facts: RefusalFacts): never {
  throw new StatementRefusal(rule, facts)
}
