import type { ItemSelection } from '@haowu/shared/inventory.ts'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { EDITABLE_STATES } from '#domain/catalog/item.ts'
import { matchesFilter } from '#domain/catalog/item-filter.ts'
import { heldNow } from '#domain/catalog/report-in-force.ts'
import { DomainError } from '#domain/domain-error.ts'

/** The supplier's items that were picked, or that the filter matches; `item` must stand in the statement. */
export function isSelected(supplierId: string, selection: ItemSelection): RawBuilder<boolean> {
  if ('filter' in selection) return matchesFilter(supplierId, selection.filter)
  return sql<boolean>`(item.supplier_id = ${supplierId} AND item.id = ANY(${selection.itemIds}::uuid[]))`
}

/** Throws `not_found` when an item that was picked is not this supplier's. */
export async function refuseForeignItems(
  db: Db,
  supplierId: string,
  selection: ItemSelection,
): Promise<void> {
  if ('filter' in selection) return
  const picked = new Set(selection.itemIds)
  const { rows } = await sql<{ n: number }>`
    SELECT count(*)::int AS n FROM item WHERE supplier_id = ${supplierId} AND id = ANY(${[...picked]}::uuid[])
  `.execute(db)
  if (rows[0]?.n !== picked.size) throw new DomainError('not_found', { what: 'item' })
}

/** Neither held nor sold: what a supplier may change at this moment. */
export const editableNow: RawBuilder<boolean> = sql<boolean>`(
  item.state = ANY(${[...EDITABLE_STATES]}::text[]) OR (item.state IN ('live_held', 'checkout_held') AND NOT ${heldNow})
)`
