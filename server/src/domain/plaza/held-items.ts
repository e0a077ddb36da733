import { sql } from 'kysely'
import { heldNow } from '#domain/catalog/report-in-force.ts'

/**
 * What a session or a buyer holds at this moment, found by the holds: they are few where items are many, and an index on the
 * items themselves would make each hold dearer.
 */
export const heldItems = sql`(
  SELECT item.id FROM item
  WHERE item.id IN (SELECT item_id FROM live_hold WHERE state = 'active'
      UNION ALL SELECT id FROM item WHERE state = 'checkout_held')
    AND ${heldNow})`
