import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { EVERYWHERE, parseRuleValue, type Rule, type RuleCode } from './rule.ts'

/** What is in force of one rule, by scope. */
export type RuleByScope<Code extends RuleCode> = ReadonlyMap<string, Rule<Code>>

/** All scopes of these rules as they are in force now, in one round trip: for work on many parties at once. */
export async function readScopes<Code extends RuleCode>(
  db: Db,
  codes: readonly Code[],
): Promise<{ [C in Code]: RuleByScope<C> }> {
  const { rows } = await sql<{ id: string; code: Code; scope: string; version: number; value: unknown }>`
    SELECT DISTINCT ON (code, scope) id, code, scope, version, value FROM rule
    WHERE code = ANY(${[...codes]}::text[]) AND effective_from <= app_now()
    ORDER BY code, scope, effective_from DESC
  `.execute(db)
  const found = Object.fromEntries(codes.map(code => [code, new Map()])) as {
    [C in Code]: Map<string, Rule<C>>
  }
  for (const row of rows) {
    found[row.code].set(row.scope, { ...row, value: parseRuleValue(row.code, row.value) } as Rule<Code>)
  }
  return found
}

/** The rule of this scope when there is one, else of all. A rule that nobody ever published is a mistake of ours. */
export function ruleOf<Code extends RuleCode>(rules: RuleByScope<Code>, scope: string): Rule<Code> {
  const rule = rules.get(scope) ?? rules.get(EVERYWHERE)
  if (!rule) throw new Error(`no rule is in force for ${scope}`)
  return rule
}
