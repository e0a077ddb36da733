import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { tellLive } from '#domain/live/tell-live.ts'

/** Where the piece stands after this transaction, as its room may see it. */
interface Standing {
  sessionId: string | null
  itemId: string
  supplierId: string
  streamerId: string | null
  state: string
  until: Date | null
  here: boolean
}

/**
 * Tells the room of an order where its piece stands now, without a word of the buyer, and supplier and streamer when it
 * was sold. Call it after the item was moved.
 */
export async function tellRoom(trx: Transaction<Database>, orderId: string): Promise<void> {
  const { rows } = await sql<Standing>`
    SELECT orders.session_id, orders.item_id, orders.supplier_id, orders.streamer_id, item.state,
      CASE WHEN item.state = 'checkout_held' THEN item.checkout_until END AS until,
      item.live_hold_id IS NOT DISTINCT FROM orders.live_hold_id AS here
    FROM orders JOIN item ON item.id = orders.item_id WHERE orders.id = ${orderId}
  `.execute(trx)
  const [found] = rows
  if (!found || found.sessionId === null) return
  const { itemId, state, until, here } = found
  const topic = `session:${found.sessionId}` as const
  if (state === 'sold') {
    await tellLive(trx, { topic, kind: 'piece_changed', payload: { itemId, standing: 'sold', until: null } })
    await tellParties(trx, orderId, found)
  } else if (state === 'checkout_held' && here) {
    const payload = { itemId, standing: 'being_paid', until: until?.toISOString() ?? null } as const
    await tellLive(trx, { topic, kind: 'piece_changed', payload })
  } else if (state === 'live_held' && here) {
    await tellLive(trx, {
      topic,
      kind: 'piece_changed',
      payload: { itemId, standing: 'on_sale', until: null },
    })
  } else {
    await tellLive(trx, { topic, kind: 'piece_left', payload: { itemId } })
  }
}

async function tellParties(
  trx: Transaction<Database>,
  orderId: string,
  { supplierId, streamerId }: Standing,
): Promise<void> {
  for (const partyId of [supplierId, streamerId]) {
    if (partyId !== null) {
      await tellLive(trx, { topic: `party:${partyId}`, kind: 'order_changed', payload: { orderId } })
    }
  }
}
