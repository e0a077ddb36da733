import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { readRule } from './read-rules.ts'
import type { Importance } from './rule.ts'

export interface Notice {
  /** Days between publishing and taking effect. */
  days: Record<Importance, number>
  ruleVersion: number
}

/** The notice that is in force now; a change of it has to keep it first. */
export async function readNotice(db: Db): Promise<Notice> {
  const { version, value } = await readRule(db, 'rule_notice')
  return { days: { ordinary: value.ordinaryDays, important: value.importantDays }, ruleVersion: version }
}

/**
 * Whatever binds parties takes effect only after its notice, by the database's clock; else `rule_notice_too_short` with the days,
 * the instant from which on it may, and the version of the rule. Answers with the days it had to keep.
 */
export async function refuseShortNotice(
  trx: Transaction<Database>,
  { importance, effectiveFrom }: { importance: Importance; effectiveFrom: Date },
): Promise<number> {
  const { days: byImportance, ruleVersion } = await readNotice(trx)
  const days = byImportance[importance]
  const { rows } = await sql<{ earliest: Date; tooShort: boolean }>`
    SELECT earliest, ${effectiveFrom}::timestamptz < earliest AS too_short
    FROM (SELECT app_now() + ${days} * interval '1 day' AS earliest) AS notice
  `.execute(trx)
  const [notice] = rows
  if (!notice) throw new Error('the clock gave no answer')
  if (notice.tooShort)
    throw new DomainError('rule_notice_too_short', {
      days,
      earliestAt: notice.earliest.toISOString(),
      rule: 'rule_notice',
      ruleVersion,
    })
  return days
}
