import type { DefectMark, InspectionState, MediaShows } from '@haowu/shared/inspection.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import type { Measured } from './grade-item.ts'

export interface InspectionRow {
  inspectionId: string
  itemId: string
  supplierId: string
  state: InspectionState
  kind: 'streamer' | 'third_party'
  inspectionAgencyId: string | null
  inspectorName: string
  externalNo: string | null
  inspectedOn: string
  place: string
  tools: string[]
  identityRead: string
  measured: Measured
  marks: DefectMark[]
  defects: string
  version: number
  saveKey: string | null
  reportId: string | null
  updatedAt: Date
}

const COLUMNS = sql`id AS inspection_id, item_id, supplier_id, state, kind, inspection_agency_id, inspector_name, external_no,
  inspected_on, place, tools, identity_read, measured, marks, defects, version, save_key, report_id, updated_at`

/** Locks a supplier's inspection; undefined when she has none of this id. */
export async function lockInspection(
  trx: Transaction<Database>,
  { supplierId, inspectionId }: { supplierId: string; inspectionId: string },
): Promise<InspectionRow | undefined> {
  const { rows } = await sql<InspectionRow>`
    SELECT ${COLUMNS} FROM inspection WHERE id = ${inspectionId} AND supplier_id = ${supplierId} FOR UPDATE
  `.execute(trx)
  return rows[0]
}

/** The one of an item that is still open. */
export async function findOpenInspection(db: Db, itemId: string): Promise<InspectionRow | undefined> {
  const { rows } = await sql<InspectionRow>`
    SELECT ${COLUMNS} FROM inspection WHERE item_id = ${itemId} AND state IN ('draft', 'inspecting')
  `.execute(db)
  return rows[0]
}

export async function writeInspection(trx: Transaction<Database>, row: InspectionRow): Promise<void> {
  await trx
    .updateTable('inspection')
    .set({
      state: row.state,
      kind: row.kind,
      inspectionAgencyId: row.inspectionAgencyId,
      inspectorName: row.inspectorName,
      externalNo: row.externalNo,
      inspectedOn: row.inspectedOn,
      place: row.place,
      tools: row.tools,
      identityRead: row.identityRead,
      measured: JSON.stringify(row.measured),
      marks: JSON.stringify(row.marks),
      defects: row.defects,
      saveKey: row.saveKey,
      version: row.version,
      updatedAt: sql`app_now()`,
    })
    .where('id', '=', row.inspectionId)
    .execute()
}

export interface MediaRow {
  mediaId: string
  role: 'photo' | 'document'
  shows: MediaShows
  sha256: string
  kind: 'jpg' | 'png' | 'webp' | 'gif' | 'pdf'
  bytes: bigint
  fileName: string
}

export async function selectMedia(db: Db, inspectionId: string): Promise<MediaRow[]> {
  const { rows } = await sql<MediaRow>`
    SELECT id AS media_id, role, shows, sha256, kind, bytes, file_name FROM report_media
    WHERE inspection_id = ${inspectionId} ORDER BY id
  `.execute(db)
  return rows
}

/** The piece that is inspected, as far as the inspection depends on it. */
export interface InspectedItem {
  itemId: string
  supplierId: string
  sku: string
  title: string
  brand: string | null
  model: string | null
  categoryCode: string
  identity: string | null
  priceFen: bigint
  state: string
  stockKind: 'unique' | 'stocked'
  soldOn: string | null
}

/** A supplier's item; undefined when it is not hers. */
export async function selectInspectedItem(
  db: Db,
  { supplierId, itemId }: { supplierId: string; itemId: string },
): Promise<InspectedItem | undefined> {
  const { rows } = await sql<InspectedItem>`
    SELECT id AS item_id, supplier_id, supplier_sku AS sku, title, brand, model, category_code, identity, price_fen, state,
      stock_kind, CASE WHEN state = 'returning' THEN (
        SELECT business_day(max(sold_at))::text FROM sale WHERE sale.item_id = item.id
      ) END AS sold_on
    FROM item WHERE id = ${itemId} AND supplier_id = ${supplierId}
  `.execute(db)
  return rows[0]
}
