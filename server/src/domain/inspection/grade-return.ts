import type { Grade } from '@haowu/shared/catalog.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { parseRuleValue } from '#domain/rules/rule.ts'
import { gradeItem, type Measured } from './grade-item.ts'
import type { ReportContent } from './report.ts'
import { type ReportedField, reportedFields } from './reported-field.ts'
import { gradedBy } from './rubric.ts'
import { type Ceiling, findTemplate, fits } from './template.ts'

export interface ReturnedGrade {
  /** As it was signed with the report that the piece was sold on. */
  sold: Grade
  returned: Ceiling
  /** What was found otherwise than that report says, by field of its template. */
  differs: Measured
}

/** What the report that an order was sold on says, field by field, for whoever holds the returned piece against it. */
export async function readSoldFields(db: Db, reportCode: string): Promise<ReportedField[]> {
  const { content } = await db
    .selectFrom('report')
    .select('content')
    .where('code', '=', reportCode)
    .executeTakeFirstOrThrow()
  return reportedFields(content as ReportContent)
}

/**
 * The grade of a piece that came back, by the template and the very version of the rubric by which it was graded for the sale.
 * What is not among `found` is as reported. Throws `bad_request` for a finding that the template does not know.
 */
export async function gradeReturn(
  db: Db,
  { orderId, found }: { orderId: string; found: Measured },
): Promise<ReturnedGrade> {
  const row = await db
    .selectFrom('orders')
    .innerJoin('report', 'report.id', 'orders.reportId')
    .select('report.content')
    .where('orders.id', '=', orderId)
    .executeTakeFirstOrThrow()
  const content = row.content as ReportContent
  const template = findTemplate(content.template.code, content.template.version)
  for (const [key, value] of Object.entries(found)) {
    const field = template?.fields.find(each => each.key === key)
    if (!field || !fits(field, value)) throw new DomainError('bad_request', { field: `found.${key}` })
  }
  const differs = Object.fromEntries(
    Object.entries(found).filter(([key, value]) => content.measured[key] !== value),
  )
  if (!template || Object.keys(differs).length === 0)
    return { sold: content.grade, returned: content.grade, differs }
  const graded = gradeItem(gradedBy(await readRubric(db, template.code, content.rubricVersion), template), {
    ...content.measured,
    ...differs,
  })
  return { sold: content.grade, returned: 'grade' in graded ? graded.grade : 'refused', differs }
}

async function readRubric(db: Db, category: string, version: number) {
  const { rows } = await sql<{ value: unknown }>`
    SELECT value FROM rule WHERE code = 'grading_rubric' AND scope = ${category} AND version = ${version}
  `.execute(db)
  return parseRuleValue('grading_rubric', rows[0]?.value)
}
