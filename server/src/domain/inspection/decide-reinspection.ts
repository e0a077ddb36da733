import type { Difference } from '@haowu/shared/inspection.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import type { ReportContent } from './report.ts'
import { findTemplate } from './template.ts'

export interface DecideReinspection {
  reinspectionId: string
  /** `match` without differences, `differs` with them, `impossible` when the piece could not be seen. */
  outcome: 'match' | 'differs' | 'impossible'
  differences: Difference[]
  note: string
  memberId: string
  actor: string
}

/**
 * Records what the second look found, field by field against the report; inspectors' accuracy counts it. Decided once:
 * throws `stale_version` afterwards, and `bad_request {field}` for a field the report's template does not have.
 */
export async function decideReinspection(
  { db }: { db: Db },
  { reinspectionId, outcome, differences, note, memberId, actor }: DecideReinspection,
): Promise<void> {
  await db.transaction().execute(async trx => {
    const report = await lockPicked(trx, reinspectionId)
    if ((outcome === 'differs') !== differences.length > 0)
      throw new DomainError('bad_request', { field: 'differences' })
    const told = differences.map(({ field, found }) => ({
      field,
      reported: reportedValue(report, field),
      found,
    }))
    await trx
      .updateTable('reinspection')
      .set({
        state: outcome === 'impossible' ? 'impossible' : 'done',
        outcome: outcome === 'impossible' ? null : outcome,
        differences: JSON.stringify(told),
        note,
        decidedBy: memberId,
        decidedAt: sql`app_now()`,
      })
      .where('id', '=', reinspectionId)
      .execute()
    await recordAct(trx, {
      actor,
      action: 'reinspection_decided',
      subjectType: 'reinspection',
      subjectId: reinspectionId,
      facts: { outcome, differences: differences.map(({ field }) => field).join() },
    })
  })
}

async function lockPicked(trx: Transaction<Database>, reinspectionId: string): Promise<ReportContent> {
  const row = await trx
    .selectFrom('reinspection')
    .innerJoin('report', 'report.id', 'reinspection.reportId')
    .select(['reinspection.state', 'report.content'])
    .where('reinspection.id', '=', reinspectionId)
    .forUpdate('reinspection')
    .executeTakeFirst()
  if (!row) throw new DomainError('not_found', { what: 'reinspection' })
  if (row.state !== 'picked') throw new DomainError('stale_version')
  return row.content as ReportContent
}

function reportedValue({ item, template, measured }: ReportContent, field: string): string | number | null {
  if (field === 'identity') return item.identity
  const known = findTemplate(template.code, template.version)?.fields.some(({ key }) => key === field)
  if (!known) throw new DomainError('bad_request', { field: `differences.${field}` })
  return measured[field] ?? null
}
