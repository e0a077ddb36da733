import { type RuleByScope, ruleOf } from '#domain/rules/read-scopes.ts'
import type { Rates, Terms } from './terms.ts'

export const SPLIT_RULES = ['platform_fee', 'tech_fee', 'agency_rate'] as const
export type SplitRule = (typeof SPLIT_RULES)[number]
export type SplitRules = { [Code in SplitRule]: RuleByScope<Code> }

/** What an order's terms would be, had these rules been in force when they were frozen; what its plan promised stays. */
export function ratesUnder(terms: Terms, rules: SplitRules): Rates {
  const { agencyId } = terms
  return {
    ...terms,
    platformRateBps: ruleOf(rules.platform_fee, '*').value.rateBps,
    techRateBps: ruleOf(rules.tech_fee, '*').value.rateBps,
    agencyRateBps: agencyId === null ? 0 : ruleOf(rules.agency_rate, agencyId).value.rateBps,
  }
}
