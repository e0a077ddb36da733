import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import type { ReportContent } from './report.ts'
import { type ReportedField, reportedFields } from './reported-field.ts'

export interface ReinspectionRow {
  id: string
  state: 'picked' | 'done' | 'impossible'
  outcome: 'match' | 'differs' | null
  drawnFor: string
  reportId: string
  code: string
  /** Of the report, so that one sees whether it was withdrawn already. */
  reportState: string
  itemId: string
  sku: string
  title: string
  supplierName: string
  identity: string | null
  agency: string | null
  inspector: string
  /** What the report says, by field of its template. */
  fields: ReportedField[]
  differences: { field: string; reported: string | number | null; found: string | number }[]
  note: string
  decidedAt: Date | null
}

/** What was picked, newest first, with what each report says. One more than `limit`. */
export async function listReinspections(
  db: Db,
  {
    reinspectionId,
    state,
    cursor,
    limit,
  }: {
    reinspectionId?: string | undefined
    state?: string | undefined
    cursor?: string | undefined
    limit: number
  },
): Promise<ReinspectionRow[]> {
  const { rows } = await sql<
    Omit<ReinspectionRow, 'fields' | 'agency' | 'inspector'> & { content: ReportContent }
  >`
    SELECT reinspection.id, reinspection.state, reinspection.outcome, reinspection.drawn_for, report.id AS report_id,
      report.code, report.state AS report_state, item.id AS item_id, item.supplier_sku AS sku, item.title,
      party.name AS supplier_name, item.identity, report.content, reinspection.differences, reinspection.note,
      reinspection.decided_at
    FROM reinspection JOIN report ON report.id = reinspection.report_id JOIN item ON item.id = reinspection.item_id
      JOIN party ON party.id = reinspection.supplier_id
    WHERE true ${reinspectionId ? sql`AND reinspection.id = ${reinspectionId}` : sql``}
      ${state ? sql`AND reinspection.state = ${state}` : sql``}
      ${cursor ? sql`AND reinspection.id < ${cursor}` : sql``}
    ORDER BY reinspection.id DESC LIMIT ${limit + 1}
  `.execute(db)
  return rows.map(({ content, ...row }) => ({
    ...row,
    agency: content.agency,
    inspector: content.inspector,
    fields: reportedFields(content),
  }))
}
