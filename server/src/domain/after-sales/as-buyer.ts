import type { Database, Db, Transaction } from '#db/database.ts'
import { findOrderByLink } from '#domain/orders/find-order-by-link.ts'
import { type LockedAfterSale, lockAfterSale } from './after-sale-store.ts'

export interface ByLink {
  linkToken: string
  afterSaleId: string
}

export const BUYER = { side: 'buyer', actor: 'buyer' } as const

/** What the buyer does by the link of his order, with his after-sale locked. Throws `not_found`. */
export async function asBuyer(
  db: Db,
  { linkToken, afterSaleId }: ByLink,
  act: (trx: Transaction<Database>, found: LockedAfterSale) => Promise<void>,
): Promise<void> {
  const { orderId } = await findOrderByLink(db, { linkToken })
  await db.transaction().execute(async trx => act(trx, await lockAfterSale(trx, { afterSaleId, orderId })))
}
