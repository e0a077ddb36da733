import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { EVERYWHERE, parseRuleValue, type Rule, type RuleCode } from './rule.ts'

type Scopes = Partial<Record<RuleCode, string>>
type RulesFor<S extends Scopes> = { [Code in keyof S & RuleCode]: Rule<Code> }

/**
 * The version of a rule that is in force now: of its own scope when there is one, else of all (`*`).
 * A rule that nobody ever published is a mistake of ours and throws.
 */
export async function readRule<Code extends RuleCode>(
  db: Db,
  code: Code,
  scope: string = EVERYWHERE,
): Promise<Rule<Code>> {
  const rules = await readRules(db, { [code]: scope } as Record<Code, string>)
  return (rules as { [C in Code]: Rule<C> })[code]
}

/** Several rules in one round trip, as they are or were at the instant `at`: `readRules(db, { platform_fee: '*', settlement_delay: 'B' })`. */
export async function readRules<S extends Scopes>(db: Db, scopes: S, at?: Date): Promise<RulesFor<S>> {
  const codes = Object.keys(scopes) as RuleCode[]
  const { rows } = await sql<{ id: string; code: RuleCode; scope: string; version: number; value: unknown }>`
    SELECT DISTINCT ON (wanted.code) rule.id, rule.code, rule.scope, rule.version, rule.value
    FROM unnest(${codes}::text[], ${Object.values(scopes)}::text[]) AS wanted(code, scope)
    JOIN rule ON rule.code = wanted.code AND rule.scope IN (wanted.scope, ${EVERYWHERE})
    WHERE rule.effective_from <= coalesce(${at ?? null}::timestamptz, app_now())
    ORDER BY wanted.code, rule.scope = wanted.scope DESC, rule.effective_from DESC
  `.execute(db)
  const found = new Map(rows.map(row => [row.code, { ...row, value: parseRuleValue(row.code, row.value) }]))
  const missing = codes.filter(code => !found.has(code))
  if (missing.length > 0) throw new Error(`no rule is in force for ${missing.join(', ')}`)
  return Object.fromEntries(found) as unknown as RulesFor<S>
}
