import type { OrderState } from '@haowu/shared/orders.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { hashLinkToken } from './link-token.ts'

/** The order that a link opens. Throws `not_found` for a link that opens none. */
export async function findOrderByLink(
  db: Db,
  { linkToken }: { linkToken: string },
): Promise<{ orderId: string; state: OrderState }> {
  const order = await db
    .selectFrom('orders')
    .select(['orders.id as orderId', sql<OrderState>`orders.state`.as('state')])
    .where('orders.linkTokenHash', '=', hashLinkToken(linkToken))
    .executeTakeFirst()
  if (!order) throw new DomainError('not_found')
  return order
}
