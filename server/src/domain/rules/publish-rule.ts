import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import {
  EVERYWHERE,
  type Importance,
  RULES,
  type Rule,
  type RuleCode,
  type RuleValueInput,
  parseRuleValue,
} from './rule.ts'
import { refuseShortNotice } from './refuse-short-notice.ts'

export interface PublishRule<Code extends RuleCode> {
  code: Code
  scope?: string
  value: RuleValueInput<Code>
  importance: Importance
  effectiveFrom: Date
  /** Who published it, for the audit log. */
  actor: string
}

/**
 * Publishes the next version of a rule. It must leave the notice of `rule_notice` between now and the day it takes effect,
 * longer when it is important; else `rule_notice_too_short` with the earliest instant. `bad_request` for a value that
 * does not fit the rule, `idempotency_conflict` when another version already starts at the same instant.
 */
export async function publishRule<Code extends RuleCode>(
  deps: { db: Db },
  input: PublishRule<Code>,
): Promise<Rule<Code>> {
  if (!RULES[input.code].safeParse(input.value).success)
    throw new DomainError('bad_request', { field: 'value' })
  return deps.db.transaction().execute(async trx => {
    await refuseShortNotice(trx, input)
    const rule = await insertNextVersion(trx, input)
    await recordAct(trx, {
      actor: input.actor,
      action: 'rule.published',
      subjectType: 'rule',
      subjectId: rule.id,
      facts: {
        code: rule.code,
        scope: rule.scope,
        version: rule.version,
        value: JSON.stringify(input.value),
      },
    })
    return rule
  })
}

async function insertNextVersion<Code extends RuleCode>(
  trx: Transaction<Database>,
  { code, scope = EVERYWHERE, value, importance, effectiveFrom }: PublishRule<Code>,
): Promise<Rule<Code>> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`rule ${code} ${scope}`}, 0))`.execute(trx)
  const { rows } = await sql<{ id: string; version: number }>`
    INSERT INTO rule (code, scope, version, value, importance, effective_from)
    SELECT ${code}, ${scope}, coalesce(max(version), 0) + 1, ${JSON.stringify(value)}::jsonb, ${importance}, ${effectiveFrom}
    FROM rule WHERE code = ${code} AND scope = ${scope}
    ON CONFLICT (code, scope, effective_from) DO NOTHING
    RETURNING id, version
  `.execute(trx)
  const [row] = rows
  if (!row) throw new DomainError('idempotency_conflict', { code, scope })
  return { ...row, code, scope, value: parseRuleValue(code, value) }
}
