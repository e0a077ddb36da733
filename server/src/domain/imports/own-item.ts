import { type RawBuilder, sql } from 'kysely'

/**
 * The supplier's item of a staged row (alias `row`), by its key, as `item`: one look into the index per row. A plain join
 * would be planned by how many items the supplier is believed to have, and for a catalogue loaded a minute ago that is a
 * handful: it then reads the whole table for every few rows.
 */
export function ownItem(supplierId: string): RawBuilder<unknown> {
  return sql`LATERAL (
    SELECT * FROM item WHERE item.supplier_id = ${supplierId} AND item.supplier_sku = row.supplier_sku LIMIT 1
  ) AS item`
}

/** Stands for `ownItem` where the supplier has none yet. */
export const noItem: RawBuilder<unknown> = sql`LATERAL (SELECT * FROM item WHERE false) AS item`
