import type { Grade, ReportKind } from '@haowu/shared/catalog.ts'
import type { Fen } from '@haowu/shared/money.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { onOffer } from '#domain/catalog/on-offer.ts'
import { heldNow } from '#domain/catalog/report-in-force.ts'
import { shipHours } from '#domain/catalog/ship-promise.ts'
import { stockConfirmedAt } from '#domain/catalog/stock-confirmed.ts'
import { DomainError } from '#domain/domain-error.ts'

/** A piece as streamers see it; all of it is read from the item at that moment. */
export interface PlazaRow {
  itemId: string
  supplierId: string
  supplierName: string
  supplierTier: string
  title: string
  brand: string | null
  model: string | null
  categoryCode: string
  stockKind: 'unique' | 'stocked'
  grade: Grade
  priceFen: Fen
  photos: string[]
  shipFrom: string | null
  /** Hours from payment until the parcel is handed over. */
  shipHours: number
  spec: Record<string, string>
  listedAt: Date
  /** When a file, a feed or a person last said that it is there. */
  stockConfirmedAt: Date
  /** A session or a buyer has it at this moment; it may come back. */
  held: boolean
  reportCode: string
  reportKind: ReportKind
  agencyName: string | null
  inspectedOn: string
  reportExpiresAt: Date
}

/** The columns of a plaza row; `item`, `report`, `party` and `entry` are the tables they come from. */
export const plazaColumns = sql`item.id AS item_id, item.supplier_id, party.name AS supplier_name,
  party.tier AS supplier_tier, item.title, item.brand, item.model, item.category_code, item.stock_kind, item.grade,
  item.price_fen, item.photos, item.ship_from, ${shipHours(sql`item.supplier_id`, sql`app_now()`)} AS ship_hours, item.spec, coalesce(entry.listed_at, item.created_at) AS listed_at,
  ${stockConfirmedAt} AS stock_confirmed_at, ${heldNow} AS held, report.code AS report_code, report.kind AS report_kind,
  report.agency_name, report.inspected_on, report.expires_at AS report_expires_at`

/** These pieces, of those that are on offer, in the order asked for; for one, `readPlazaItem`. */
export async function readPlazaItems(db: Db, itemIds: string[]): Promise<PlazaRow[]> {
  const { rows } = await sql<PlazaRow>`
    SELECT ${plazaColumns}
    FROM unnest(${itemIds}::uuid[]) WITH ORDINALITY AS asked(id, place)
    JOIN item ON item.id = asked.id JOIN report ON report.id = item.report_id JOIN party ON party.id = item.supplier_id
    LEFT JOIN plaza_entry AS entry ON entry.item_id = item.id
    WHERE ${onOffer} ORDER BY asked.place
  `.execute(db)
  return rows
}

/** One piece as the plaza shows it; `not_found` when it is not offered, whoever asks. */
export async function readPlazaItem(db: Db, itemId: string): Promise<PlazaRow> {
  const [row] = await readPlazaItems(db, [itemId])
  if (!row) throw new DomainError('not_found', { what: 'item' })
  return row
}
