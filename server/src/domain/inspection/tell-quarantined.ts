import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { tellParty } from '#domain/notices/tell-party.ts'
import { readPlatformId } from '#domain/parties/read-platform.ts'

/**
 * Tells supplier and platform that pieces were set aside because the same number is on offer elsewhere: once a day and
 * supplier, with how many and the first of them; the list says the rest.
 */
export async function tellQuarantined(
  trx: Transaction<Database>,
  { itemIds, today }: { itemIds: string[]; today: string },
): Promise<void> {
  const { rows } = await sql<{ supplierId: string; itemId: string; sku: string; count: number }>`
    SELECT supplier_id, (array_agg(id ORDER BY id))[1] AS item_id, (array_agg(supplier_sku ORDER BY id))[1] AS sku,
      count(*)::int AS count
    FROM item WHERE id = ANY(${itemIds}::uuid[]) AND state = 'quarantined' GROUP BY supplier_id ORDER BY supplier_id
  `.execute(trx)
  if (rows.length === 0) return
  const platformId = await readPlatformId(trx)
  for (const { supplierId, itemId, sku, count } of rows) {
    const telling = { kind: 'identity_quarantined', refId: itemId, facts: { sku, count } } as const
    await tellParty(trx, { ...telling, partyId: supplierId, key: `identity:${supplierId}:${today}` })
    await tellParty(trx, { ...telling, partyId: platformId, key: `identity:platform:${supplierId}:${today}` })
  }
}
