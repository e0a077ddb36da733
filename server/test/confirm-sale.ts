import type { Database, Transaction } from '#db/database.ts'
import { confirmSales, type SaleToConfirm } from '#domain/catalog/confirm-sales.ts'

/** One sale; false when it came too late. */
export async function confirmSale(trx: Transaction<Database>, sale: SaleToConfirm): Promise<boolean> {
  return (await confirmSales(trx, [sale])).has(sale.orderId)
}
