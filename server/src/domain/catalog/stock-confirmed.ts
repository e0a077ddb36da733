import { type RawBuilder, sql } from 'kysely'

/**
 * As of when somebody last said that an item (table `item`) is there: the supplier, with the item itself or with a file of
 * all he has, or the source that vouches for all its items at once.
 */
export const stockConfirmedAt: RawBuilder<Date> = sql<Date>`greatest(item.stock_confirmed_at,
  (SELECT feed.confirmed_at FROM feed_source AS feed WHERE feed.id = item.stock_feed_id),
  CASE WHEN item.feed_source_id IS NULL THEN (
    SELECT whole.applied_at FROM item_import AS whole
    WHERE whole.supplier_id = item.supplier_id AND whole.mode = 'full' AND whole.state = 'applied'
      AND whole.feed_source_id IS NULL
    ORDER BY whole.applied_at DESC LIMIT 1) END)`
