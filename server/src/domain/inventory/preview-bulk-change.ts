import type { BulkChange, ItemSelection } from '@haowu/shared/inventory.ts'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { changedPrice } from './changed-price.ts'
import { editableNow, isSelected, refuseForeignItems } from './select-items.ts'

export interface BulkPreview {
  /** Items that were meant, and those of them that a session or buyer holds or that are sold: these stay as they are. */
  selected: number
  locked: number
  samples: { itemId: string; title: string; priceFen: bigint; priceAfterFen: bigint }[]
}

const SAMPLES = 5

/** Says what a change would reach, dearest items first, before anything is written. `not_found` for another's item. */
export async function previewBulkChange(
  db: Db,
  input: { supplierId: string; selection: ItemSelection; change: BulkChange },
): Promise<BulkPreview> {
  await refuseForeignItems(db, input.supplierId, input.selection)
  const selected = isSelected(input.supplierId, input.selection)
  const [counts, samples] = await Promise.all([countSelected(db, selected), readSamples(db, selected)])
  return {
    ...counts,
    samples: samples.map(item => ({ ...item, priceAfterFen: changedPrice(item.priceFen, input.change) })),
  }
}

async function countSelected(
  db: Db,
  selected: RawBuilder<boolean>,
): Promise<Pick<BulkPreview, 'selected' | 'locked'>> {
  const { rows } = await sql<{ selected: number; locked: number }>`
    SELECT count(*)::int AS selected, count(*) FILTER (WHERE NOT ${editableNow})::int AS locked
    FROM item WHERE ${selected}
  `.execute(db)
  return rows[0] ?? { selected: 0, locked: 0 }
}

async function readSamples(
  db: Db,
  selected: RawBuilder<boolean>,
): Promise<{ itemId: string; title: string; priceFen: bigint }[]> {
  const { rows } = await sql<{ itemId: string; title: string; priceFen: bigint }>`
    SELECT item.id AS item_id, item.title, item.price_fen FROM item WHERE ${selected} AND ${editableNow}
    ORDER BY item.price_fen DESC, item.id LIMIT ${SAMPLES}
  `.execute(db)
  return rows
}
