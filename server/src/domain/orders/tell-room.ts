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

function factsOf(orderId: string, sessionId: string, standing: Standing): LiveFact[] {
  const { itemId, state, until, here } = standing
  if (state === 'sold') return soldFacts({ ...standing, orderId, sessionId })
  if (state === 'checkout_held' && here) return [pieceChanged({ sessionId, itemId }, 'being_paid', until)]
  if (state === 'live_held' && here) return [pieceChanged({ sessionId, itemId }, 'on_sale')]
  return [{ topic: `session:${sessionId}`, kind: 'piece_left', payload: { itemId } }]
}

interface Shown {
  sessionId: string
  itemId: string
}

/** Tells a room that a buyer of it is paying for a piece, until then at the latest. */
export async function tellBeingPaid(trx: Transaction<Database>, piece: Shown, until: Date): Promise<void> {
  await tellLive(trx, pieceChanged(piece, 'being_paid', until))
}

/** Tells the room, the supplier and the streamer of each order that its piece is sold. */
export async function tellSold(trx: Transaction<Database>, orders: readonly SoldOrder[]): Promise<void> {
  const facts = orders.flatMap(({ sessionId, ...order }) =>
    sessionId === null ? [] : soldFacts({ ...order, sessionId }),
  )
  if (facts.length > 0) await tellLive(trx, ...facts)
}

interface SoldOrder {
  orderId: string
  sessionId: string | null
  itemId: string
  supplierId: string
  streamerId: string | null
}

function soldFacts({ orderId, supplierId, streamerId, ...piece }: SoldOrder & Shown): LiveFact[] {
  const parties = [supplierId, streamerId].filter(partyId => partyId !== null)
  return [
    pieceChanged(piece, 'sold'),
    ...parties.map(
      (partyId): LiveFact => ({ topic: `party:${partyId}`, kind: 'order_changed', payload: { orderId } }),
    ),
  ]
}

function pieceChanged(
  { sessionId, itemId }: Shown,
  standing: 'sold' | 'being_paid' | 'on_sale',
  until: Date | null = null,
): LiveFact {
  return {
    topic: `session:${sessionId}`,
    kind: 'piece_changed',
    payload: { itemId, standing, until: until?.toISOString() ?? null },
  }
}
