import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'

/** The supplier's item of this code; `not_found` when she has none. */
export async function findItemBySku(
  db: Db,
  { supplierId, sku }: { supplierId: string; sku: string },
): Promise<string> {
  const item = await db
    .selectFrom('item')
    .select('id')
    .where('supplierId', '=', supplierId)
    .where('supplierSku', '=', sku)
    .executeTakeFirst()
  if (!item) throw new DomainError('not_found', { what: 'item' })
  return item.id
}
