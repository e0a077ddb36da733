import { createHash, randomUUID } from 'node:crypto'
import type { Channel, ChannelOrderBody } from '@haowu/shared/channel-orders.ts'
import type { Database, Db, Transaction } from '#db/database.ts'
import { announce } from '#domain/outbox/announce.ts'
import { sealContact } from '#domain/orders/seal-contact.ts'

export interface ReceiveDeps {
  db: Db
  secrets: { contact: Buffer }
}

export interface ToldOrders {
  channel: Channel
  orders: readonly { order: ChannelOrderBody; eventId?: string }[]
  /** `push` and `pull`: the channel itself; else the party that tells what it saw there. */
  from: { source: 'push' | 'pull' } | { source: 'api' | 'file'; partyId: string }
}

export interface ReceivedOrders {
  fresh: number
  /** Told before, word for word. */
  known: number
}

/**
 * Keeps what was told of orders of a channel, each message once, before anything is done with it; the job that the announcement
 * wakes does the rest. Who the buyer is stands sealed beside the rest.
 */
export async function receiveOrders(deps: ReceiveDeps, told: ToldOrders): Promise<ReceivedOrders> {
  return deps.db.transaction().execute(trx => receiveIn(trx, deps.secrets, told))
}

/** The same in the transaction of who tells it. */
export async function receiveIn(
  trx: Transaction<Database>,
  secrets: ReceiveDeps['secrets'],
  { channel, orders, from }: ToldOrders,
): Promise<ReceivedOrders> {
  if (orders.length === 0) return { fresh: 0, known: 0 }
  const partyId = 'partyId' in from ? from.partyId : null
  const rows = orders.map(({ order: { address, ...body }, eventId }) => {
    const id = randomUUID()
    return {
      id,
      channel,
      messageKey: eventId === undefined ? keyOf(from.source, partyId, { ...body, address }) : `e:${eventId}`,
      source: from.source,
      partyId,
      orderNo: body.oid,
      version: BigInt(body.updateTime),
      body: JSON.stringify(body),
      contactSealed: address && sealContact(secrets.contact, id, address),
    }
  })
  const fresh = await trx
    .insertInto('channelMessage')
    .values(rows)
    .onConflict(conflict => conflict.columns(['channel', 'messageKey']).doNothing())
    .returning('id')
    .execute()
  const [first] = fresh
  if (first) {
    const { id: messageId } = first
    await announce(trx, 'channel_told', { key: `channel_message:${messageId}`, payload: { messageId } })
  }
  return { fresh: fresh.length, known: rows.length - fresh.length }
}

/** What has no number of the channel's own is known again by its words. */
function keyOf(source: string, partyId: string | null, order: ChannelOrderBody): string {
  const words = JSON.stringify(Object.entries(order).sort(([a], [b]) => (a < b ? -1 : 1)))
  return `h:${createHash('sha256').update(`${source}:${partyId}:${words}`).digest('hex')}`
}
