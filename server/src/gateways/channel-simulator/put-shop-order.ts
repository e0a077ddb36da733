import type { ChannelOrderBody } from '@haowu/shared/channel-orders.ts'
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'

export type ShopEvent = 'order_created' | 'order_paid' | 'order_changed' | 'order_refunded'

/** The order stands so from now on, its goods are known, and it is pushed: as often at once as asked, to play a shop that repeats itself. */
export async function putShopOrder(
  db: Db,
  { order, event, copies = 1 }: { order: ChannelOrderBody; event: ShopEvent; copies?: number },
): Promise<void> {
  const eventId = randomUUID()
  await sql`
    INSERT INTO channel_simulator.shop_order (oid, body, updated_at)
    VALUES (${order.oid}, ${JSON.stringify(order)}, to_timestamp(${order.updateTime}::bigint / 1000.0))
    ON CONFLICT (oid) DO UPDATE SET body = excluded.body, updated_at = excluded.updated_at
  `.execute(db)
  await sql`
    INSERT INTO channel_simulator.shop_goods (goods_no, sku_no) VALUES (${order.itemId}, ${order.skuId}) ON CONFLICT DO NOTHING
  `.execute(db)
  await db
    .insertInto('channelSimulator.push')
    .values({ body: JSON.stringify({ eventId, event, order }), copies })
    .execute()
}
