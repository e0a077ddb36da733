import type pg from 'pg'
import type { PlacedOrder } from './order-store.ts'

/** What one look at a room's item tells. All null when the room does not show this item. */
export interface Offer {
  /** An id for the order that may come of it, ordered by time. */
  orderId: string
  /** Business day, `YYMMDD`. */
  day: string
  itemId: string | null
  itemState: string | null
  priceFen: bigint | null
  liveHoldId: string | null
  sessionOver: boolean
  beingPaid: boolean
  /** The order that this key made before. */
  previous: PlacedOrder | undefined
}

/**
 * Planned once per connection, because in a crowd this is all that happens for all but one of its buyers, and planning
 * would cost more than looking.
 */
const LOOK = {
  name: 'find-offer',
  text: `
    SELECT uuid_v7() AS "orderId", to_char(business_day(app_now()), 'YYMMDD') AS day,
      item.id AS "itemId", item.state AS "itemState", item.price_fen AS "priceFen", hold.id AS "liveHoldId",
      coalesce(live_session.state IN ('ended', 'cancelled'), false) AS "sessionOver",
      coalesce(item.state = 'checkout_held' AND item.checkout_until > app_now(), false) AS "beingPaid",
      previous.id AS "previousId", previous.no AS "orderNo", previous.request_hash AS "requestHash",
      previous.checkout_until AS "checkoutUntil"
    FROM (VALUES (1)) AS one
    LEFT JOIN live_session ON live_session.room_code = $1
    LEFT JOIN LATERAL (
      SELECT id, item_id FROM live_hold
      WHERE session_id = live_session.id AND item_id = $2
      ORDER BY state = 'active' DESC, created_at DESC LIMIT 1
    ) AS hold ON true
    LEFT JOIN item ON item.id = hold.item_id
    LEFT JOIN orders AS previous ON previous.idempotency_key = $3`,
}

type Row = Omit<Offer, 'previous'> & {
  previousId: string | null
  orderNo: string | null
  requestHash: Buffer | null
  checkoutUntil: Date | null
}

/** Session, hold, item and an earlier order of the same key, in one round trip. */
export async function findOffer(
  pool: pg.Pool,
  { roomCode, itemId, idempotencyKey }: { roomCode: string; itemId: string; idempotencyKey: string },
): Promise<Offer> {
  const { rows } = await pool.query<Row>({ ...LOOK, values: [roomCode, itemId, idempotencyKey] })
  const [row] = rows
  if (!row) throw new Error('a look at an offer gave no row')
  const { previousId, orderNo, requestHash, checkoutUntil, ...offer } = row
  const previous =
    previousId && orderNo && requestHash && checkoutUntil
      ? { orderId: previousId, orderNo, requestHash, checkoutUntil }
      : undefined
  return { ...offer, previous }
}
