import type { CategoryCode, Grade, ReportKind } from '@haowu/shared/catalog.ts'
import type { ReportDeskState } from '@haowu/shared/inspection.ts'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { endsSoon } from '#domain/catalog/report-in-force.ts'
import { normaliseReportCode } from './report-code.ts'

export interface ReportQuery {
  reportId?: string | undefined
  state?: ReportDeskState | undefined
  kind?: ReportKind | undefined
  category?: CategoryCode | undefined
  inspectionAgencyId?: string | undefined
  /** A code, an agency's number, a SKU, or the end of a serial number. */
  text?: string | undefined
  cursor?: string | undefined
  limit: number
}

export interface ReportDeskRow {
  id: string
  code: string
  version: number
  kind: ReportKind
  /** As stored; `expired` follows from the time. */
  state: 'published' | 'superseded' | 'revoked' | 'expired'
  grade: Grade
  agency: string | null
  inspector: string
  externalNo: string | null
  inspectedOn: string
  expiresAt: Date
  revokedReason: string | null
  itemId: string
  itemState: string
  sku: string
  title: string
  categoryCode: string
  supplierName: string
  /** Orders of this very report that are not settled yet. */
  openOrders: number
  /** Of these, those that wait for somebody since it was revoked. */
  blockedOrders: number
}

const BLOCKED = sql<boolean>`block.cause = 'report_revoked' AND block.ref_id = report.id AND block.closed_at IS NULL`

const STANDING: Record<ReportDeskState, RawBuilder<boolean>> = {
  published: sql`report.state = 'published' AND report.expires_at > app_now()`,
  expiring: sql`report.state = 'published' AND ${endsSoon}`,
  expired: sql`report.state = 'published' AND report.expires_at <= app_now()`,
  superseded: sql`report.state = 'superseded'`,
  revoked: sql`report.state = 'revoked'`,
  blocked: sql`report.state = 'revoked' AND EXISTS (SELECT FROM order_block AS block WHERE ${BLOCKED})`,
}

/** Reports of all suppliers, newest first, as operators look at them. One more than `limit`. */
export async function listReports(db: Db, query: ReportQuery): Promise<ReportDeskRow[]> {
  const { rows } = await sql<ReportDeskRow>`
    SELECT report.id, report.code, report.version, report.kind, report.grade, report.external_no, report.inspected_on,
      CASE WHEN report.state = 'published' AND report.expires_at <= app_now() THEN 'expired' ELSE report.state END AS state,
      report.agency_name AS agency, report.inspector_name AS inspector, report.expires_at, report.revoked_reason,
      item.id AS item_id, item.state AS item_state, item.supplier_sku AS sku, item.title, item.category_code,
      party.name AS supplier_name,
      (SELECT count(*)::int FROM sale JOIN orders ON orders.id = sale.order_id
        WHERE sale.item_id = item.id AND orders.report_id = report.id
          AND orders.state IN ('paid', 'shipped', 'received')) AS open_orders,
      (SELECT count(*)::int FROM order_block AS block WHERE ${BLOCKED}) AS blocked_orders
    FROM report JOIN item ON item.id = report.item_id JOIN party ON party.id = report.supplier_id
    WHERE ${sql.join(clausesOf(query), sql` AND `)}
    ORDER BY report.id DESC LIMIT ${query.limit + 1}
  `.execute(db)
  return rows
}

function clausesOf({ reportId, state, kind, category, inspectionAgencyId, text, cursor }: ReportQuery) {
  const clauses: RawBuilder<boolean>[] = [sql`report.state <> 'draft'`]
  if (reportId) clauses.push(sql`report.id = ${reportId}`)
  if (state) clauses.push(STANDING[state])
  if (kind) clauses.push(sql`report.kind = ${kind}`)
  if (category) clauses.push(sql`item.category_code = ${category}`)
  if (inspectionAgencyId) clauses.push(sql`report.inspection_agency_id = ${inspectionAgencyId}`)
  if (text) clauses.push(namedBy(text))
  if (cursor) clauses.push(sql`report.id < ${cursor}`)
  return clauses
}

function namedBy(text: string): RawBuilder<boolean> {
  const code = normaliseReportCode(text)
  const number = text.toUpperCase().replace(/[^0-9A-Z]/g, '')
  const endsNumber =
    number.length < 4 ? sql<boolean>`false` : sql<boolean>`item.identity LIKE ${`%${number}`}`
  return sql<boolean>`(report.code = ${code} OR report.external_no = ${text} OR item.supplier_sku = ${text} OR ${endsNumber})`
}
