import { channelOrderBody } from '@haowu/shared/channel-orders.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import type { OrderPage } from '../channel.ts'

const DAY_MS = 86_400_000
const MOST_DAYS = 7
const MOST_DAYS_BACK = 90
const MOST_PER_PAGE = 100

/** Oldest change first; the cursor is where the page before ended. Throws for what the channel would refuse. */
export async function listShopOrders(
  db: Db,
  asked: { from: Date; until: Date; cursor: string | null; pageSize: number },
): Promise<OrderPage> {
  const { from, until, cursor, pageSize } = asked
  if (until.getTime() - from.getTime() > MOST_DAYS * DAY_MS) throw new Error('at most seven days at once')
  if (pageSize > MOST_PER_PAGE) throw new Error('at most a hundred orders on a page')
  const [afterMs = '0', afterOid = ''] = cursor === null ? [] : cursor.split('_')
  const { rows } = await sql<{ body: unknown; updatedAt: Date; oid: string }>`
    SELECT body, updated_at, oid FROM channel_simulator.shop_order
    WHERE updated_at >= ${from} AND updated_at < ${until}
      AND updated_at > app_now() - ${MOST_DAYS_BACK} * interval '1 day'
      AND (updated_at, oid) > (to_timestamp(${afterMs}::bigint / 1000.0), ${afterOid})
    ORDER BY updated_at, oid LIMIT ${pageSize + 1}
  `.execute(db)
  const page = rows.slice(0, pageSize)
  const last = page.at(-1)
  return {
    orders: page.map(({ body }) => channelOrderBody.parse(body)),
    cursor: rows.length > pageSize && last ? `${last.updatedAt.getTime()}_${last.oid}` : null,
  }
}
