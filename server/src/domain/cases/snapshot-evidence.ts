import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import type { Canonical } from '#domain/inspection/canonical-json.ts'
import { insertEvidence } from './case-store.ts'

interface About {
  orderId: string | null
  itemId: string | null
  reportId: string | null
}

interface Snapshot {
  order: Canonical
  terms: Canonical
  item: Canonical
  report: Canonical
}

/**
 * Keeps how order, terms, item and report stood when the case was opened: whatever changes afterwards, this was sold.
 * Without anything that tells who the buyer is.
 */
export async function snapshotEvidence(
  trx: Transaction<Database>,
  caseId: string,
  about: About,
): Promise<void> {
  const snapshot = await takeSnapshot(trx, about)
  for (const kind of ['order', 'terms', 'item', 'report'] as const) {
    const content = snapshot[kind]
    if (content === null) continue
    await insertEvidence(trx, caseId, { kind, side: 'platform', givenBy: 'cases', content })
  }
}

async function takeSnapshot(
  trx: Transaction<Database>,
  { orderId, itemId, reportId }: About,
): Promise<Snapshot> {
  const { rows } = await sql<Snapshot>`
    SELECT
      (SELECT jsonb_build_object('no', orders.no, 'state', orders.state, 'listFen', list_fen::text, 'paidFen', paid_fen::text,
          'supplier', supplier.name, 'streamer', streamer.name, 'createdAt', orders.created_at, 'paidAt', paid_at,
          'shippedAt', orders.shipped_at, 'receivedAt', received_at, 'carrier', carrier, 'trackingNo', tracking_no)
        FROM orders JOIN party AS supplier ON supplier.id = orders.supplier_id JOIN party AS streamer ON streamer.id = orders.streamer_id
        LEFT JOIN shipment ON shipment.order_id = orders.id
        WHERE orders.id = ${orderId}) AS order,
      (SELECT terms FROM orders WHERE id = ${orderId}) AS terms,
      (SELECT jsonb_build_object('title', title, 'category', category_code, 'brand', brand, 'model', model, 'identity', identity,
          'grade', grade, 'priceFen', price_fen::text, 'state', state)
        FROM item WHERE id = ${itemId}) AS item,
      (SELECT jsonb_build_object('code', code, 'version', version, 'kind', kind, 'grade', grade, 'state', state,
          'agency', agency_name, 'inspector', inspector_name, 'expiresAt', expires_at, 'content', content,
          'contentHash', encode(content_hash, 'hex'))
        FROM report WHERE id = ${reportId}) AS report
  `.execute(trx)
  const [snapshot] = rows
  if (!snapshot) throw new Error('a snapshot of nothing')
  return snapshot
}
