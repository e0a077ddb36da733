import { type RawBuilder, sql } from 'kysely'

/**
 * As of when somebody last said that an item (table `item`) is there: the supplier, with the item itself, or the source
 * that vouches for all its items at once.
 */
export const stockConfirmedAt: RawBuilder<Date> = sql<Date>`greatest(item.stock_confirmed_at,
  (SELECT feed.confirmed_at FROM feed_source AS feed WHERE feed.id = item.stock_feed_id))`
