import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { readRules } from '#domain/rules/read-rules.ts'

interface Standing {
  categoryCode: string
  reportState: string | null
  ranOut: boolean
  endedAt: Date | null
}

/**
 * Says why the report of a piece backs no hold, loan or sale, to whoever wanted one: there is none (`report_missing`), it was
 * withdrawn, it ran out, or a third party has to have judged the piece (`report_invalid` with the `problem`). Each names the dated
 * rule that asks for it. It only explains: the conditional UPDATE has already decided.
 */
export async function refuseReport(trx: Transaction<Database>, itemId: string): Promise<never> {
  const { rows } = await sql<Standing>`
    SELECT item.category_code, report.state AS report_state, report.expires_at <= app_now() AS ran_out,
      report.expires_at AS ended_at
    FROM item LEFT JOIN report ON report.id = item.report_id WHERE item.id = ${itemId}
  `.execute(trx)
  const [seen] = rows
  if (!seen) throw new DomainError('not_found', { what: 'item' })
  const { report_validity: validity, third_party_required: judged } = await readRules(trx, {
    report_validity: seen.categoryCode,
    third_party_required: '*',
  })
  const { days } = validity.value
  const byValidity = { rule: 'report_validity', ruleVersion: validity.version }
  if (seen.reportState === null) throw new DomainError('report_missing', { itemId, days, ...byValidity })
  if (seen.reportState !== 'published')
    throw new DomainError('report_invalid', { itemId, problem: 'withdrawn', ...byValidity })
  if (seen.ranOut) {
    const endedAt = seen.endedAt?.toISOString() ?? null
    throw new DomainError('report_invalid', { itemId, problem: 'ran_out', days, endedAt, ...byValidity })
  }
  throw new DomainError('report_invalid', {
    itemId,
    problem: 'only_own',
    fromFen: judged.value.fromFen.toString(),
    rule: 'third_party_required',
    ruleVersion: judged.version,
  })
}
