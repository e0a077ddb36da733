import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { standing } from '#domain/catalog/item-states.ts'
import type { ReportContent, ReportDraft } from './report.ts'

export interface ItemForReport {
  id: string
  supplierId: string
  categoryCode: string
  title: string
  brand: string | null
  model: string | null
  identity: string | null
  priceFen: bigint
  soldOn: string | null
  mayBeReported: boolean
  lastVersion: number
  /** Of the report in force, if there is one. */
  publishedFactsHash: Buffer | null
}

export interface ReportRow {
  itemId: string
  supplierId: string
  agencyId: string | null
  inspectorId: string
  content: ReportContent
  contentHash: Buffer
  signature: Buffer
  keyId: string
  factsHash: Buffer
  expiresAt: Date
}

/**
 * Locks in id order, as everybody who locks several items does. A piece someone is paying for keeps its report. One that
 * has come back, was set aside for its number or was made another by a file needs a new one, even if it says the same.
 */
export async function lockItemsForReports(
  trx: Transaction<Database>,
  itemIds: string[],
): Promise<Map<string, ItemForReport>> {
  const { rows } = await sql<ItemForReport>`
    WITH locked AS (
      SELECT * FROM item WHERE id = ANY(${itemIds}::uuid[]) ORDER BY id FOR NO KEY UPDATE
    )
    SELECT locked.id, locked.supplier_id, locked.category_code, locked.title, locked.brand, locked.model,
      locked.identity, locked.price_fen,
      locked.state IN ('draft', 'available', 'live_held', 'withdrawn', 'quarantined', 'on_loan', 'returning')
        AS may_be_reported,
      CASE WHEN locked.state = 'returning' THEN (
        SELECT business_day(max(sold_at))::text FROM sale WHERE sale.item_id = locked.id
      ) END AS sold_on,
      coalesce((SELECT max(version) FROM report WHERE report.item_id = locked.id), 0) AS last_version,
      (SELECT facts_hash FROM report WHERE report.id = locked.report_id AND report.state = 'published'
        AND report.expires_at > app_now() AND locked.state NOT IN ('returning', 'quarantined')) AS published_facts_hash
    FROM locked
  `.execute(trx)
  return new Map(rows.map(row => [row.id, row]))
}

/** Which agency's report numbers among these are already published, and for which item. */
export async function takenExternalNumbers(
  trx: Transaction<Database>,
  drafts: ReportDraft[],
): Promise<Map<string, string>> {
  const numbers = drafts.flatMap(draft => draft.externalNo ?? [])
  if (numbers.length === 0) return new Map()
  const rows = await trx
    .selectFrom('report')
    .select(['agencyName', 'externalNo', 'itemId'])
    .where('externalNo', '=', sql<string>`ANY(${numbers}::text[])`)
    .where('state', '=', 'published')
    .execute()
  return new Map(rows.map(row => [`${row.agencyName}\n${row.externalNo}`, row.itemId]))
}

export async function supersedeReports(trx: Transaction<Database>, rows: ReportRow[]): Promise<void> {
  const itemIds = rows.filter(row => row.content.version > 1).map(row => row.itemId)
  if (itemIds.length === 0) return
  await sql`UPDATE report SET state = 'superseded' WHERE item_id = ANY(${itemIds}::uuid[]) AND state = 'published'`.execute(
    trx,
  )
}

export async function insertReports(trx: Transaction<Database>, rows: ReportRow[]): Promise<void> {
  const records = rows.map(row => ({
    content: row.content,
    item_id: row.itemId,
    supplier_id: row.supplierId,
    content_hash: row.contentHash.toString('hex'),
    signature: row.signature.toString('hex'),
    facts_hash: row.factsHash.toString('hex'),
    key_id: row.keyId,
    agency_id: row.agencyId,
    inspector_id: row.inspectorId,
    expires_at: row.expiresAt,
  }))
  await sql`
    INSERT INTO report (code, version, item_id, supplier_id, kind, state, agency_name, inspector_name, external_no,
      inspected_on, template_code, template_version, content, grade, grade_reasons, rubric_version, content_hash,
      facts_hash, signature, signing_key_id, published_at, expires_at, inspection_agency_id, inspector_id)
    SELECT content->>'code', (content->>'version')::int, item_id, supplier_id, content->>'kind', 'published',
      content->>'agency', content->>'inspector', content->>'externalNo', (content->>'inspectedOn')::date,
      content->'template'->>'code', (content->'template'->>'version')::int, content, content->>'grade',
      content->'gradeReasons', (content->>'rubricVersion')::int, decode(content_hash, 'hex'), decode(facts_hash, 'hex'),
      decode(signature, 'hex'), key_id, app_now(), expires_at, agency_id, inspector_id
    FROM jsonb_to_recordset(${JSON.stringify(records)}::jsonb) AS row(content jsonb, item_id uuid, supplier_id uuid,
      content_hash text, facts_hash text, signature text, key_id text, expires_at timestamptz, agency_id uuid, inspector_id uuid)
  `.execute(trx)
}

/**
 * Points the items to their new reports and offers those that waited for one. An identity that is already on offer
 * elsewhere quarantines the newcomer: one physical piece is never listed twice.
 */
export async function offerReportedItems(trx: Transaction<Database>, rows: ReportRow[]): Promise<void> {
  const itemIds = rows.map(row => row.itemId)
  await sql`
    UPDATE item SET report_id = report.id, grade = report.grade, updated_at = app_now(),
      state = CASE
        WHEN item.state NOT IN ('draft', 'quarantined', 'returning') THEN item.state
        WHEN EXISTS (
          SELECT FROM item AS other
          WHERE other.identity = item.identity AND other.id <> item.id
            AND (other.state IN ${standing}
              OR (other.id < item.id AND other.id = ANY(${itemIds}::uuid[])))
        ) THEN 'quarantined'
        ELSE 'available'
      END
    FROM report
    WHERE item.id = ANY(${itemIds}::uuid[]) AND report.item_id = item.id AND report.state = 'published'
  `.execute(trx)
}
