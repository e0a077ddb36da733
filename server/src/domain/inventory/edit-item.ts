import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { refuseUnjudged } from '#domain/catalog/refuse-unjudged.ts'
import { DomainError } from '#domain/domain-error.ts'
import { forgetManifest } from '#domain/imports/manifest.ts'
import { editableNow } from './select-items.ts'

export interface ItemEdit {
  supplierId: string
  memberId: string
  itemId: string
  /** The version the supplier was looking at; `stale_version` when it has moved since. */
  version: number
  priceFen?: bigint | undefined
  qty?: number | undefined
}

/**
 * Changes price or stock of one item in place and keeps before and after. A held or sold item is `item_unavailable`,
 * another supplier's `not_found`; a price from which on a third party must have judged the piece is `report_invalid` while
 * it is on offer with the supplier's own report. Returns the new version, with which the same edit can be taken back.
 */
export async function editItem(db: Db, edit: ItemEdit): Promise<{ version: number }> {
  return db.transaction().execute(async trx => {
    const item = await lockItem(trx, edit)
    if (item.version !== edit.version) throw new DomainError('stale_version', { version: item.version })
    if (!item.editable) throw new DomainError('item_unavailable', { state: item.state })
    if (item.stockKind === 'unique' && (edit.qty ?? 0) > 1)
      throw new DomainError('bad_request', { field: 'qty' })
    const priceFen = edit.priceFen ?? item.priceFen
    const qty = edit.qty ?? item.qty
    if (priceFen === item.priceFen && qty === item.qty) return { version: item.version }
    if (priceFen > item.priceFen) await refuseUnjudged(trx, { itemId: edit.itemId, priceFen, by: 'supplier' })
    await writeEdit(trx, { ...edit, priceFen, qty, before: item })
    return { version: item.version + 1 }
  })
}

interface LockedItem {
  version: number
  state: string
  stockKind: string
  editable: boolean
  priceFen: bigint
  qty: number
}

async function lockItem(
  trx: Transaction<Database>,
  { supplierId, itemId }: Pick<ItemEdit, 'supplierId' | 'itemId'>,
): Promise<LockedItem> {
  const { rows } = await sql<LockedItem>`
    SELECT version, state, stock_kind, ${editableNow} AS editable, price_fen, qty FROM item
    WHERE id = ${itemId} AND supplier_id = ${supplierId} FOR NO KEY UPDATE
  `.execute(trx)
  const [item] = rows
  if (!item) throw new DomainError('not_found', { what: 'item' })
  return item
}

interface WrittenEdit extends ItemEdit {
  priceFen: bigint
  qty: number
  before: LockedItem
}

/** An edit by hand makes what the supplier's last file said of this item untrue, so that file must be read in full again. */
async function writeEdit(trx: Transaction<Database>, edit: WrittenEdit): Promise<void> {
  const { itemId, supplierId, memberId, priceFen, qty, before } = edit
  await sql`
    UPDATE item SET price_fen = ${priceFen}, qty = ${qty}, version = version + 1, row_hash = NULL,
      stock_confirmed_at = app_now(), updated_at = app_now()
    WHERE id = ${itemId}
  `.execute(trx)
  await forgetManifest(trx, supplierId)
  await trx
    .insertInto('itemHistory')
    .values({
      itemId,
      version: before.version + 1,
      actor: `member:${memberId}`,
      cause: 'edit',
      before: JSON.stringify({ priceFen: before.priceFen.toString(), qty: before.qty }),
      after: JSON.stringify({ priceFen: priceFen.toString(), qty }),
    })
    .execute()
}
