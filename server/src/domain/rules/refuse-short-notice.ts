import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { type Importance, NOTICE_DAYS } from './rule.ts'

/**
 * Whatever binds parties takes effect only after its legal notice, by the database's clock; else `rule_notice_too_short` with the
 * days and the instant from which on it may. The law itself is the rule here, so no version of ours could shorten it.
 */
export async function refuseShortNotice(
  trx: Transaction<Database>,
  { importance, effectiveFrom }: { importance: Importance; effectiveFrom: Date },
): Promise<void> {
  const days = NOTICE_DAYS[importance]
  const { rows } = await sql<{ earliest: Date; tooShort: boolean }>`
    SELECT earliest, ${effectiveFrom}::timestamptz < earliest AS too_short
    FROM (SELECT app_now() + ${days} * interval '1 day' AS earliest) AS notice
  `.execute(trx)
  const [notice] = rows
  if (!notice) throw new Error('the clock gave no answer')
  if (notice.tooShort)
    throw new DomainError('rule_notice_too_short', { days, earliestAt: notice.earliest.toISOString() })
}
