import { randomUUID } from 'node:crypto'
import type { StartCheckout } from '@haowu/server/domain/orders/start-checkout.ts'
import type pg from 'pg'

/** The same facts that our checkout looks at, in one planned statement too, but with the item locked. */
const LOOK = {
  name: 'look-for-update',
  text: `
    SELECT item.state, item.checkout_until > app_now() AS being_paid, item.price_fen
    FROM live_session
    JOIN live_hold ON live_hold.session_id = live_session.id AND live_hold.item_id = $2
    JOIN item ON item.id = live_hold.item_id
    LEFT JOIN orders AS previous ON previous.idempotency_key = $3
    WHERE live_session.room_code = $1
    FOR UPDATE OF item`,
}

const TAKE = {
  name: 'take-locked',
  text: `
    UPDATE item SET state = 'checkout_held', hold_token = hold_token + 1, checkout_order_id = $2,
      checkout_until = app_now() + interval '5 minutes'
    WHERE id = $1`,
}

/** The usual way: lock the row, then look, then decide. True for the one who gets the item. */
export function createLockedCheckout(pool: pg.Pool): (request: StartCheckout) => Promise<boolean> {
  return async ({ roomCode, itemId, idempotencyKey }) => {
    const client = await pool.connect()
    try {
      await client.query('BEGIN')
      const { rows } = await client.query({ ...LOOK, values: [roomCode, itemId, idempotencyKey] })
      const free = rows[0]?.state === 'live_held'
      if (free) await client.query({ ...TAKE, values: [itemId, randomUUID()] })
      await client.query(free ? 'COMMIT' : 'ROLLBACK')
      return free
    } finally {
      client.release()
    }
  }
}
