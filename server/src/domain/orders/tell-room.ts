import type { LiveFact } from '@haowu/shared/live-events.ts'
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
  await tellLive(trx, ...factsOf(orderId, found.sessionId, found))
}

function factsOf(
  orderId: string,
  sessionId: string,
  { itemId, state, until, here, supplierId, streamerId }: Standing,
): LiveFact[] {
  const topic = `session:${sessionId}` as const
  const changed = (standing: 'sold' | 'being_paid' | 'on_sale', endsAt: Date | null = null): LiveFact => ({
    topic,
    kind: 'piece_changed',
    payload: { itemId, standing, until: endsAt?.toISOString() ?? null },
  })
  if (state === 'sold') {
    const parties = [supplierId, streamerId].filter(partyId => partyId !== null)
    return [
      changed('sold'),
      ...parties.map(
        (partyId): LiveFact => ({ topic: `party:${partyId}`, kind: 'order_changed', payload: { orderId } }),
      ),
    ]
  }
  if (state === 'checkout_held' && here) return [changed('being_paid', until)]
  if (state === 'live_held' && here) return [changed('on_sale')]
  return [{ topic, kind: 'piece_left', payload: { itemId } }]
}
