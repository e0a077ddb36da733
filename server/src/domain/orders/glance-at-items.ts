import type pg from 'pg'
import { gatherCalls } from '#domain/gather-calls.ts'
import type { PlacedOrder } from './order-store.ts'

/** What a buyer must know before he is worth more than a look. */
export interface Glance {
  itemState: string
  beingPaid: boolean
  priceFen: bigint
  /** The order that this key made before. */
  previous: PlacedOrder | undefined
}

interface Asked {
  itemId: string
  idempotencyKey: string
}

/**
 * Whether an item is being paid or gone, and whether this key has an order already; undefined for an unknown item.
 *
 * A crowd shares its looks: whoever asks while one is under way is served, with all others who asked meanwhile, by the next.
 * So each answer comes from a look that began after the question, as if it had been alone, and a thousand buyers on one
 * item cost a few statements. Throws `unavailable` when more wait than could be answered in time.
 */
export const glanceAtItem = gatherCalls<pg.Pool, Asked, Glance | undefined>({
  most: 500,
  mostWaiting: 20_000,
  async serve(pool, calls) {
    const glances = await look(
      pool,
      calls.map(call => call.asked),
    )
    for (const [index, call] of calls.entries()) call.resolve(glances.get(index))
  },
})

/** Planned once per connection; the planner expects few rows of an array, so it goes by the indexes. */
const LOOK = {
  name: 'glance-at-items',
  text: `
    SELECT (asked.number - 1)::int AS index, item.state AS "itemState", coalesce(slot.price_fen, item.price_fen) AS "priceFen",
      coalesce(item.state = 'checkout_held' AND item.checkout_until > app_now(), false) AS "beingPaid",
      previous.id AS "orderId", previous.no AS "orderNo", previous.request_hash AS "requestHash",
      previous.checkout_until AS "checkoutUntil"
    FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS asked(item_id, idempotency_key, number)
    JOIN item ON item.id = asked.item_id
    LEFT JOIN slot ON slot.hold_id = item.live_hold_id
    LEFT JOIN orders AS previous ON previous.idempotency_key = asked.idempotency_key`,
}

interface Row {
  index: number
  itemState: string
  beingPaid: boolean
  priceFen: bigint
  orderId: string | null
  orderNo: string | null
  requestHash: Buffer | null
  checkoutUntil: Date | null
}

async function look(pool: pg.Pool, asked: Asked[]): Promise<Map<number, Glance>> {
  const values = [asked.map(({ itemId }) => itemId), asked.map(({ idempotencyKey }) => idempotencyKey)]
  const { rows } = await pool.query<Row>({ ...LOOK, values })
  return new Map(rows.map(row => [row.index, toGlance(row)]))
}

function toGlance({
  itemState,
  beingPaid,
  priceFen,
  orderId,
  orderNo,
  requestHash,
  checkoutUntil,
}: Row): Glance {
  const previous =
    orderId && orderNo && requestHash && checkoutUntil
      ? { orderId, orderNo, requestHash, checkoutUntil }
      : undefined
  return { itemState, beingPaid, priceFen, previous }
}
