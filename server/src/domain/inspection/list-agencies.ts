import { sql } from 'kysely'
import type { Db } from '#db/database.ts'

export interface AgencyRow {
  id: string
  name: string
  licenceNo: string
  cnasNo: string | null
  cmaNo: string | null
  validUntil: string
  categories: string[]
  state: 'active' | 'suspended'
  stateReason: string | null
  version: number
  /** Days until its licence ends; negative when it has. */
  daysLeft: number
  inForce: number
  revoked: number
  /** Of the reinspections that have been decided. */
  checked: number
  matched: number
}

/** Agencies, newest first, with what their reports have been worth. One more than `limit`. */
export async function listAgencies(
  db: Db,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<AgencyRow[]> {
  const { rows } = await sql<AgencyRow>`
    WITH page AS (
      SELECT * FROM inspection_agency ${cursor ? sql`WHERE id < ${cursor}` : sql``} ORDER BY id DESC LIMIT ${limit + 1}
    )
    SELECT id, name, licence_no, cnas_no, cma_no, valid_until, categories, state, state_reason, version,
      (valid_until - business_day(app_now()))::int AS days_left,
      coalesce(reports.in_force, 0)::int AS in_force, coalesce(reports.revoked, 0)::int AS revoked,
      coalesce(checks.checked, 0)::int AS checked, coalesce(checks.matched, 0)::int AS matched
    FROM page
      LEFT JOIN LATERAL (
        SELECT count(*) FILTER (WHERE report.state = 'published' AND report.expires_at > app_now()) AS in_force,
          count(*) FILTER (WHERE report.state = 'revoked') AS revoked
        FROM report WHERE report.inspection_agency_id = page.id
      ) AS reports ON true
      LEFT JOIN LATERAL (
        SELECT count(*) AS checked, count(*) FILTER (WHERE outcome = 'match') AS matched
        FROM reinspection WHERE reinspection.inspection_agency_id = page.id AND reinspection.state = 'done'
      ) AS checks ON true
    ORDER BY id DESC
  `.execute(db)
  return rows
}

export interface InspectorRow {
  id: string
  name: string
  certificateNo: string | null
  state: 'active' | 'suspended'
  stateReason: string | null
  reports: number
  checked: number
  matched: number
}

const MOST_INSPECTORS = 200

/** An agency's inspectors by name, with what their reports have been worth; two hundred at most. */
export async function listInspectors(db: Db, inspectionAgencyId: string): Promise<InspectorRow[]> {
  const { rows } = await sql<InspectorRow>`
    SELECT inspector.id, inspector.name, inspector.certificate_no, inspector.state, inspector.state_reason,
      (SELECT count(*)::int FROM report WHERE report.inspector_id = inspector.id) AS reports,
      (SELECT count(*)::int FROM reinspection WHERE reinspection.inspector_id = inspector.id AND state = 'done') AS checked,
      (SELECT count(*)::int FROM reinspection WHERE reinspection.inspector_id = inspector.id AND outcome = 'match') AS matched
    FROM inspector WHERE inspection_agency_id = ${inspectionAgencyId} ORDER BY inspector.name LIMIT ${MOST_INSPECTORS}
  `.execute(db)
  return rows
}
