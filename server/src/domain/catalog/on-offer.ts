import { type RawBuilder, sql } from 'kysely'

/** States of a piece that is on offer, whether somebody holds it at this moment or not. */
const onOfferStates = sql`('available', 'live_held', 'checkout_held')`

/**
 * True when any streamer may pick the piece: on offer, not all gone, and its current report in force. `item` and `report`
 * (the item's own) must be tables or aliases of these names. Whatever keeps goods out of the plaza belongs here.
 */
export const onOffer: RawBuilder<boolean> = sql<boolean>`(item.state IN ${onOfferStates} AND item.qty > 0
  AND report.state = 'published' AND report.expires_at > app_now())`
