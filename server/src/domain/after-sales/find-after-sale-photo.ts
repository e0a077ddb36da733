import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'

/** The order in whose folder a photo lies that somebody showed in this after-sale. Null sees all suppliers'. Throws `not_found`. */
export async function findAfterSalePhoto(
  db: Db,
  {
    afterSaleId,
    photoKey,
    supplierIds,
  }: { afterSaleId: string; photoKey: string; supplierIds: string[] | null },
): Promise<{ orderId: string }> {
  const { rows } = await sql<{ orderId: string }>`
    SELECT order_id FROM after_sale
    WHERE id = ${afterSaleId} AND (${supplierIds}::uuid[] IS NULL OR supplier_id = ANY(${supplierIds}::uuid[]))
      AND EXISTS (SELECT FROM after_sale_event WHERE after_sale_id = after_sale.id AND ${photoKey} = ANY(photo_keys))
  `.execute(db)
  const [found] = rows
  if (!found) throw new DomainError('not_found')
  return found
}
