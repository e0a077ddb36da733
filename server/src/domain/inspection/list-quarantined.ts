import type { Grade, ItemState, ReportKind } from '@haowu/shared/catalog.ts'
import type { QuarantineCause } from '@haowu/shared/inspection.ts'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { heldNow } from '#domain/catalog/report-in-force.ts'
import { standing } from '#domain/catalog/item-states.ts'

export interface QuarantineQuery {
  itemId?: string | undefined
  cause?: QuarantineCause | undefined
  cursor?: string | undefined
  limit: number
}

/** One of the pieces that bear a number, with what tells whose it is. */
export interface PieceOfNumber {
  itemId: string
  supplierName: string
  sku: string
  title: string
  state: ItemState
  priceFen: bigint
  grade: Grade | null
  /** For a show, for a buyer or by a borrower. */
  held: boolean
  since: Date
  reportCode: string | null
  reportKind: ReportKind | null
  agency: string | null
  inspectedOn: string | null
}

export interface QuarantineRow {
  id: string
  identity: string | null
  cause: QuarantineCause
  quarantinedAt: Date
  piece: PieceOfNumber
  /** What is on offer under the number now: one at most, by the database. */
  clash: PieceOfNumber | null
}

/** A piece that came back otherwise than it left has no report any more; all others share, or shared, their number. */
const CAUSES: Record<QuarantineCause, RawBuilder<boolean>> = {
  loan: sql`item.report_id IS NULL`,
  clash: sql`item.report_id IS NOT NULL AND other.id IS NOT NULL`,
  cleared: sql`item.report_id IS NOT NULL AND other.id IS NULL`,
}

/** Pieces set aside, newest first, each beside the one that is on offer under its number. One more than `limit`. */
export async function listQuarantined(db: Db, query: QuarantineQuery): Promise<QuarantineRow[]> {
  const { itemId, cause, cursor, limit } = query
  const { rows } = await sql<Omit<QuarantineRow, 'piece' | 'clash'> & { clashId: string | null }>`
    SELECT item.id, item.identity, item.updated_at AS quarantined_at, other.id AS clash_id,
      CASE WHEN ${CAUSES.loan} THEN 'loan' WHEN ${CAUSES.clash} THEN 'clash' ELSE 'cleared' END AS cause
    FROM item LEFT JOIN item AS other ON other.identity = item.identity AND other.id <> item.id
      AND other.state IN ${standing}
    WHERE item.state = 'quarantined' ${itemId ? sql`AND item.id = ${itemId}` : sql``}
      ${cause ? sql`AND ${CAUSES[cause]}` : sql``} ${cursor ? sql`AND item.id < ${cursor}` : sql``}
    ORDER BY item.id DESC LIMIT ${limit + 1}
  `.execute(db)
  const pieces = await readPieces(
    db,
    rows.flatMap(({ id, clashId }) => (clashId ? [id, clashId] : [id])),
  )
  return rows.flatMap(({ clashId, ...row }) => {
    const piece = pieces.get(row.id)
    return piece ? [{ ...row, piece, clash: pieces.get(clashId ?? '') ?? null }] : []
  })
}

async function readPieces(db: Db, itemIds: string[]): Promise<Map<string, PieceOfNumber>> {
  const { rows } = await sql<PieceOfNumber>`
    SELECT item.id AS item_id, party.name AS supplier_name, item.supplier_sku AS sku, item.title, item.state,
      item.price_fen, item.grade, ${heldNow} OR item.state = 'on_loan' AS held, item.created_at AS since,
      report.code AS report_code, report.kind AS report_kind, report.agency_name AS agency, report.inspected_on
    FROM item JOIN party ON party.id = item.supplier_id LEFT JOIN report ON report.id = item.report_id
    WHERE item.id = ANY(${itemIds}::uuid[])
  `.execute(db)
  return new Map(rows.map(row => [row.itemId, row]))
}
