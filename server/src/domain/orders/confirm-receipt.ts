import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { hashLinkToken } from './link-token.ts'

/** When an order's shares may be settled: after the days frozen in its terms, from now. */
export const maturesFromNow = sql<Date>`app_now() + (terms ->> 'settlementDays')::int * interval '1 day'`

/**
 * The buyer, who has the order's link, says that the parcel arrived. Said again, it changes nothing.
 * Throws `not_found`, or `order_state {state}` when nothing was shipped or the order is being refunded.
 */
export async function confirmReceipt(
  { db }: { db: Db },
  { linkToken }: { linkToken: string },
): Promise<void> {
  const linkTokenHash = hashLinkToken(linkToken)
  const { numUpdatedRows } = await db
    .updateTable('orders')
    .set({ state: 'received', receivedAt: sql`app_now()`, maturesAt: maturesFromNow })
    .where('linkTokenHash', '=', linkTokenHash)
    .where('state', '=', 'shipped')
    .executeTakeFirst()
  if (numUpdatedRows === 1n) return
  const order = await db
    .selectFrom('orders')
    .select('state')
    .where('linkTokenHash', '=', linkTokenHash)
    .executeTakeFirst()
  if (!order) throw new DomainError('not_found')
  if (order.state !== 'received' && order.state !== 'completed') {
    throw new DomainError('order_state', { state: order.state })
  }
}
