import type { ItemSelection } from '@haowu/shared/inventory.ts'
import { type RawBuilder, sql } from 'kysely'
import { EDITABLE_STATES } from '#domain/catalog/item.ts'
import { matchesFilter } from '#domain/catalog/item-filter.ts'
import { heldNow } from '#domain/catalog/report-in-force.ts'

/** The supplier's items that were picked, or that the filter matches; `item` must stand in the statement. */
export function isSelected(supplierId: string, selection: ItemSelection): RawBuilder<boolean> {
  if ('filter' in selection) return matchesFilter(supplierId, selection.filter)
  return sql<boolean>`(item.supplier_id = ${supplierId} AND item.id = ANY(${selection.itemIds}::uuid[]))`
}

/** Neither held nor sold: what a supplier may change at this moment. */
export const editableNow: RawBuilder<boolean> = sql<boolean>`(
  item.state = ANY(${[...EDITABLE_STATES]}::text[]) OR (item.state IN ('live_held', 'checkout_held') AND NOT ${heldNow})
)`
