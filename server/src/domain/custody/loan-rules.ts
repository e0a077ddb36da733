import type { Database, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import type { Rule } from '#domain/rules/rule.ts'

export type LendingRule = Rule<'sample_loan'>

/** What a streamer of this tier may borrow. */
export async function readLendingRule(
  trx: Transaction<Database>,
  { tier, days }: { tier: string; days: number },
): Promise<LendingRule> {
  const rule = await readRule(trx, 'sample_loan', tier)
  const { mostDays } = rule.value
  if (days > mostDays)
    throw new DomainError('loan_too_long', { tier, mostDays, rule: 'sample_loan', ruleVersion: rule.version })
  return rule
}

/** Throws `loan_too_many` when so many pieces are out that one more is beyond the rule. */
export function refuseTooMany(rule: LendingRule, { tier, lent }: { tier: string; lent: number }): void {
  const { mostAtOnce } = rule.value
  if (lent >= mostAtOnce)
    throw new DomainError('loan_too_many', {
      tier,
      mostAtOnce,
      rule: 'sample_loan',
      ruleVersion: rule.version,
    })
}
