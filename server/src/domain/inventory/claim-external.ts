import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { closeListings } from '#domain/catalog/close-listings.ts'
import { heldNow } from '#domain/catalog/report-in-force.ts'
import { DomainError } from '#domain/domain-error.ts'
import { itemFacts } from '#domain/imports/item-facts.ts'
import { forgetManifest } from '#domain/imports/manifest.ts'

export interface ExternalClaim {
  supplierId: string
  memberId: string
  sku: string
}

/**
 * The supplier sold the piece elsewhere: it is gone for everybody, and off every channel. Saying it twice is once. While somebody holds it, the claim
 * is `item_held_elsewhere`; one that was sold here, or is not in stock, is `item_unavailable`; goods in quantities are
 * `bad_request`, because their stock is told as a number.
 */
export async function claimExternal(
  trx: Transaction<Database>,
  claim: ExternalClaim,
): Promise<{ itemId: string }> {
  const item = await lockItem(trx, claim)
  if (!item) throw new DomainError('not_found', { what: 'item' })
  if (item.stockKind !== 'unique') throw new DomainError('bad_request', { field: 'sku', problem: 'stocked' })
  if (item.state === 'external_sold') return { itemId: item.id }
  if (item.held) throw new DomainError('item_held_elsewhere', { itemId: item.id })
  if (NOT_IN_STOCK.has(item.state))
    throw new DomainError('item_unavailable', { itemId: item.id, state: item.state })
  await writeClaim(trx, { ...claim, itemId: item.id })
  await closeListings(trx, [item.id])
  await forgetManifest(trx, claim.supplierId)
  return { itemId: item.id }
}

const NOT_IN_STOCK: ReadonlySet<string> = new Set(['sold', 'on_loan', 'returning', 'lost'])

interface LockedItem {
  id: string
  state: string
  stockKind: string
  held: boolean
}

/** From here on neither a session nor a buyer moves between our look and our change. */
async function lockItem(
  trx: Transaction<Database>,
  { supplierId, sku }: ExternalClaim,
): Promise<LockedItem | undefined> {
  const { rows } = await sql<LockedItem>`
    SELECT id, state, stock_kind, ${heldNow} AS held FROM item
    WHERE supplier_id = ${supplierId} AND supplier_sku = ${sku} FOR NO KEY UPDATE
  `.execute(trx)
  return rows[0]
}

/** A hold whose time is over ends here, whether or not it was swept. */
async function writeClaim(
  trx: Transaction<Database>,
  { itemId, memberId }: ExternalClaim & { itemId: string },
): Promise<void> {
  await sql`
    WITH before AS MATERIALIZED (
      SELECT id, ${itemFacts('item')} AS facts FROM item WHERE id = ${itemId}
    ), next AS (
      UPDATE item SET state = 'external_sold', withdrawn_by = NULL, qty = 0, version = version + 1, row_hash = NULL,
        live_hold_id = NULL, live_hold_until = NULL, checkout_order_id = NULL, checkout_until = NULL,
        checkout_extended = false, stock_confirmed_at = app_now(), updated_at = app_now()
      WHERE id = ${itemId}
      RETURNING item.*
    )
    INSERT INTO item_history (item_id, version, at, actor, cause, before, after)
    SELECT next.id, next.version, next.updated_at, ${`member:${memberId}`}, 'claim', before.facts, ${itemFacts('next')}
    FROM next JOIN before ON before.id = next.id
  `.execute(trx)
}
