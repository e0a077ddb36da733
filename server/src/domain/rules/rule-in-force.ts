import { type RawBuilder, sql } from 'kysely'
import { EVERYWHERE, type RuleCode } from './rule.ts'

/** The value of the rule for all that is in force now, as an expression: PostgreSQL reads it once for a statement. */
export function ruleInForce(code: RuleCode): RawBuilder<unknown> {
  return sql`(SELECT value FROM rule WHERE code = ${sql.lit(code)} AND scope = ${sql.lit(EVERYWHERE)}
    AND effective_from <= app_now() ORDER BY effective_from DESC LIMIT 1)`
}
