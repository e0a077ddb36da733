import type { Grade, ItemState, ReportKind } from '@haowu/shared/catalog.ts'
import type { Fen } from '@haowu/shared/money.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { changedFacts, type FactChange, type ItemFacts, toldFacts } from './changed-facts.ts'
import { judgedEnough } from './report-in-force.ts'
import { stockConfirmedAt } from './stock-confirmed.ts'

export interface ItemDetail {
  itemId: string
  sku: string
  title: string
  brand: string | null
  model: string | null
  categoryCode: string
  identity: string | null
  grade: Grade | null
  priceFen: Fen
  qty: number
  shipFrom: string | null
  spec: Record<string, string>
  extra: Record<string, string>
  photos: string[]
  state: ItemState
  /** Nothing but a new report brings it back: it came home from a loan otherwise than it left. */
  awaitsReport: boolean
  /** Off sale though its report is in force: at its price or in its category a third party has to have judged it. */
  needsThirdParty: boolean
  listingGeneration: number
  liveHoldUntil: Date | null
  checkoutUntil: Date | null
  version: number
  importId: string | null
  importLine: number | null
  /** When a file, a feed or a person last said that it is there. */
  stockConfirmedAt: Date
  createdAt: Date
  updatedAt: Date
  reports: ItemReport[]
  history: ItemChange[]
}

export interface ItemReport {
  code: string
  version: number
  kind: ReportKind
  state: string
  grade: Grade
  agencyName: string | null
  inspectorName: string
  inspectedOn: string
  expiresAt: string
}

/** One change, newest first; facts that stayed are left out. */
export interface ItemChange {
  version: number
  at: string
  actor: string
  importId: string | null
  importLine: number | null
  changes: FactChange[]
}

const HISTORY_SHOWN = 50

/** A supplier's item with all its reports and its latest changes; another supplier's is `not_found`. */
export async function readItem(
  db: Db,
  { supplierId, itemId }: { supplierId: string; itemId: string },
): Promise<ItemDetail> {
  const { rows } = await sql<Omit<ItemDetail, 'reports' | 'history'>>`
    SELECT id AS item_id, supplier_sku AS sku, title, brand, model, category_code, identity, grade, price_fen, qty,
      ship_from, spec, extra, photos, state, state = 'quarantined' AND report_id IS NULL AS awaits_report,
      EXISTS (SELECT FROM report WHERE report.id = item.report_id AND report.state = 'published'
        AND NOT ${judgedEnough}) AS needs_third_party, listing_generation,
      live_hold_until, checkout_until, version, import_id, import_line, ${stockConfirmedAt} AS stock_confirmed_at, created_at, updated_at
    FROM item WHERE id = ${itemId} AND supplier_id = ${supplierId}
  `.execute(db)
  const [item] = rows
  if (!item) throw new DomainError('not_found', { what: 'item' })
  const [reports, history] = await Promise.all([readReports(db, itemId), readHistory(db, itemId)])
  return { ...item, reports, history }
}

async function readReports(db: Db, itemId: string): Promise<ItemReport[]> {
  const { rows } = await sql<Omit<ItemReport, 'expiresAt'> & { expiresAt: Date }>`
    SELECT code, version, kind, state, grade, agency_name, inspector_name, inspected_on, expires_at
    FROM report WHERE item_id = ${itemId} AND state <> 'draft' ORDER BY version DESC
  `.execute(db)
  return rows.map(row => ({ ...row, expiresAt: row.expiresAt.toISOString() }))
}

type HistoryRow = Omit<ItemChange, 'changes' | 'at'> & {
  at: Date
  before: ItemFacts | null
  after: ItemFacts
}

async function readHistory(db: Db, itemId: string): Promise<ItemChange[]> {
  const { rows } = await sql<HistoryRow>`
    SELECT version, at, actor, import_id, import_line, ${toldFacts('before')} AS before, ${toldFacts('after')} AS after
    FROM item_history
    WHERE item_id = ${itemId} ORDER BY version DESC LIMIT ${HISTORY_SHOWN}
  `.execute(db)
  return rows.map(({ before, after, at, ...change }) => ({
    ...change,
    at: at.toISOString(),
    changes: changedFacts(before ?? {}, after),
  }))
}
