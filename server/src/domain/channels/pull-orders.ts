import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import type { ChannelGateway } from '#gateways/channel.ts'
import { type ReceiveDeps, receiveOrders } from './receive-orders.ts'

const PAGE = 100
/** A channel's clock and its own copies run behind: the end of the last time is asked for once more. */
const OVERLAP_MINUTES = 10
/** How far the first look goes back, and the longest span the channel answers. */
const MOST_DAYS = 7
const MOST_PAGES = 200

/**
 * Asks the channel for every order that changed since the last time, page by page, so that a push that was lost is only late. The mark moves when the
 * last page is kept; where there are more pages than one look takes, it moves to the last change that was kept, and the next look goes on from there.
 * Returns how many messages were new.
 */
export async function pullOrders(
  deps: ReceiveDeps & { channel: ChannelGateway },
  { mostPages = MOST_PAGES }: { mostPages?: number } = {},
): Promise<number> {
  const { db, channel } = deps
  const { from, until } = await readSpan(db, channel.channel)
  let fresh = 0
  let cursor: string | null = null
  let lastChange = from.getTime()
  for (let page = 0; page < mostPages; page++) {
    const answer = await channel.listOrders({ from, until, cursor, pageSize: PAGE })
    const orders = answer.orders.map(order => ({ order, eventId: `pull:${order.oid}:${order.updateTime}` }))
    const kept = await receiveOrders(deps, { channel: channel.channel, orders, from: { source: 'pull' } })
    fresh += kept.fresh
    lastChange = answer.orders.at(-1)?.updateTime ?? lastChange
    cursor = answer.cursor
    if (cursor === null) break
  }
  // The oldest change comes first, and a channel's clock may run ahead of ours.
  const keptUntil = cursor === null ? until : new Date(Math.min(lastChange, until.getTime()))
  await storeMark(db, channel.channel, keptUntil)
  return fresh
}

/** The clock is read once: a span that ended a moment after its beginning was reckoned would be longer than the channel answers. */
async function readSpan(db: Db, channel: string): Promise<{ from: Date; until: Date }> {
  const { rows } = await sql<{ from: Date; until: Date }>`
    SELECT from_at AS "from", least(now, from_at + ${MOST_DAYS} * interval '1 day') AS until
    FROM (SELECT app_now() AS now OFFSET 0) AS clock CROSS JOIN LATERAL (
      SELECT coalesce((SELECT pulled_until - ${OVERLAP_MINUTES} * interval '1 minute' FROM channel_pull WHERE channel = ${channel}),
        now - ${MOST_DAYS} * interval '1 day') AS from_at) AS span
  `.execute(db)
  const [span] = rows
  if (!span) throw new Error('the clock gave no answer')
  return span
}

async function storeMark(db: Db, channel: string, until: Date): Promise<void> {
  await sql`
    INSERT INTO channel_pull (channel, pulled_until) VALUES (${channel}, ${until})
    ON CONFLICT (channel) DO UPDATE SET pulled_until = greatest(channel_pull.pulled_until, excluded.pulled_until)
  `.execute(db)
}
