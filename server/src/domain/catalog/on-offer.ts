import { type RawBuilder, sql } from 'kysely'
import { offered } from './item-states.ts'
import { judgedEnough } from './report-in-force.ts'

/**
 * True when the piece by itself may be picked: on offer, not all gone, and its current report in force. `item` and `report`
 * (the item's own) must be tables or aliases of these names.
 */
export const fitForOffer: RawBuilder<boolean> = sql<boolean>`(item.state IN ${offered} AND item.qty > 0
  AND report.state = 'published' AND report.expires_at > app_now() AND ${judgedEnough})`

/** Suppliers whose goods are kept out of the plaza for now. What is kept out is as it was once that is lifted. */
export const keptOut = sql`(SELECT party_id FROM party_restriction WHERE kind = 'no_listing' AND lifted_at IS NULL)`

/** True when any streamer may pick the piece, with the names as above. Whatever keeps goods out of the plaza belongs here. */
export const onOffer: RawBuilder<boolean> = sql<boolean>`(${fitForOffer}
  AND item.supplier_id NOT IN ${keptOut})`
