import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { parseRuleValue, type RuleValue } from '#domain/rules/rule.ts'
import { ruleInForce } from '#domain/rules/rule-in-force.ts'

/** What a room offers, for the few buyers who come that far. */
export interface Offer {
  /** An id for the order that may come of it, ordered by time. */
  orderId: string
  /** Business day, `YYMMDD`. */
  day: string
  liveHoldId: string
  sessionId: string
  sessionOver: boolean
  /** A source vouches for its stock. */
  hasSource: boolean
  checkoutHold: RuleValue<'checkout_hold'>
}

/** Undefined when this room does not show this item. */
export async function findOffer(
  db: Db,
  { roomCode, itemId }: { roomCode: string; itemId: string },
): Promise<Offer | undefined> {
  const { rows } = await sql<Omit<Offer, 'checkoutHold'> & { rule: unknown }>`
    SELECT uuid_v7() AS order_id, to_char(business_day(app_now()), 'YYMMDD') AS day,
      live_hold.id AS live_hold_id, live_session.id AS session_id,
      live_session.state IN ('ended', 'cancelled') AS session_over,
      item.stock_feed_id IS NOT NULL AS has_source, ${ruleInForce('checkout_hold')} AS rule
    FROM live_session
    JOIN live_hold ON live_hold.session_id = live_session.id
    JOIN item ON item.id = live_hold.item_id
    WHERE live_session.room_code = ${roomCode} AND live_hold.item_id = ${itemId}
    ORDER BY live_hold.state = 'active' DESC, live_hold.created_at DESC
    LIMIT 1
  `.execute(db)
  const [found] = rows
  if (!found) return undefined
  const { rule, ...offer } = found
  return { ...offer, checkoutHold: parseRuleValue('checkout_hold', rule) }
}
