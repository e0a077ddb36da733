import type { Db } from '#db/database.ts'
import { decideDue, DUE_RULES, type DueRules } from '#domain/deposits/deposit-due.ts'
import { readDepositBalances, readTradeFacts } from '#domain/deposits/trade-facts.ts'
import { readScopes } from '#domain/rules/read-scopes.ts'
import type { RuleValue } from '#domain/rules/rule.ts'
import { mostFelt, type RuleEffect, totals } from './rule-effect.ts'

export type DepositRule = 'deposit_base' | 'deposit_floating' | 'deposit_tier_factor'

export interface DepositRuleChange {
  code: DepositRule
  scope: string
  value: RuleValue<DepositRule>
}

/** What every supplier and streamer would have to have deposited now, by the sales of 30 days, and how many would fall short. */
export async function previewDepositRule(db: Db, change: DepositRuleChange): Promise<RuleEffect> {
  const parties = await db
    .selectFrom('party')
    .select(['id', 'name'])
    .where('kind', 'in', ['supplier', 'streamer'])
    .where('state', 'in', ['active', 'restricted'])
    .limit(5_000)
    .execute()
  const ids = parties.map(({ id }) => id)
  const [rules, facts, balanceOf] = await Promise.all([
    readScopes(db, DUE_RULES),
    readTradeFacts(db, ids),
    readDepositBalances(db, ids),
  ])
  const changed = withChange(rules, change)
  const nameOf = new Map(parties.map(({ id, name }) => [id, name]))
  const rows = facts.map(party => ({
    partyId: party.partyId,
    partyName: nameOf.get(party.partyId) ?? '',
    beforeFen: decideDue(party, rules).dueFen,
    afterFen: decideDue(party, changed).dueFen,
    balanceFen: balanceOf(party.partyId).balanceFen,
  }))
  const touched = rows.filter(row => row.beforeFen !== row.afterFen)
  const short = (due: 'beforeFen' | 'afterFen') =>
    BigInt(rows.filter(row => row.balanceFen < row[due]).length)
  return {
    lines: [
      { what: 'parties_touched', unit: 'count', before: 0n, after: BigInt(touched.length) },
      { what: 'due', unit: 'fen', ...totals(rows) },
      { what: 'short', unit: 'count', before: short('beforeFen'), after: short('afterFen') },
    ],
    feltBy: mostFelt(rows),
  }
}

/** The rules in force, with the draft in the place of what its scope has. */
function withChange(rules: DueRules, { code, scope, value }: DepositRuleChange): DueRules {
  const draft = { id: '', code, scope, version: 0, value }
  return { ...rules, [code]: new Map<string, unknown>(rules[code]).set(scope, draft) }
}
