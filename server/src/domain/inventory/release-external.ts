import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { itemFacts } from '#domain/imports/item-facts.ts'
import { forgetManifest } from '#domain/imports/manifest.ts'
import { offeredAgain } from '#domain/imports/row-effects.ts'
import type { ExternalClaim } from './claim-external.ts'

/**
 * Takes back a sale elsewhere that was told by mistake: the piece stands again as its report allows, or stays withdrawn
 * if it was before. `not_sold_elsewhere` when there is no such sale, or something else was done to the piece since.
 */
export async function releaseExternal(
  db: Db,
  release: ExternalClaim,
): Promise<{ itemId: string; state: string }> {
  return db.transaction().execute(async trx => {
    const itemId = await lockItem(trx, release)
    if (!itemId) throw new DomainError('not_found', { what: 'item' })
    const state = await writeRelease(trx, { ...release, itemId })
    if (!state) throw new DomainError('not_sold_elsewhere', { itemId })
    await forgetManifest(trx, release.supplierId)
    return { itemId, state }
  })
}

async function lockItem(
  trx: Transaction<Database>,
  { supplierId, sku }: ExternalClaim,
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM item WHERE supplier_id = ${supplierId} AND supplier_sku = ${sku} FOR NO KEY UPDATE
  `.execute(trx)
  return rows[0]?.id
}

/** The claim must be the last that happened to the item: its version is the item's. */
async function writeRelease(
  trx: Transaction<Database>,
  { itemId, memberId }: ExternalClaim & { itemId: string },
): Promise<string | undefined> {
  const { rows } = await sql<{ state: string }>`
    WITH before AS MATERIALIZED (
      SELECT item.id, ${itemFacts('item')} AS facts, claim.before AS former
      FROM item JOIN item_history AS claim ON claim.item_id = item.id AND claim.version = item.version
      WHERE item.id = ${itemId} AND item.state = 'external_sold' AND claim.cause = 'claim'
    ), next AS (
      UPDATE item SET qty = (before.former->>'qty')::int, version = item.version + 1, row_hash = NULL,
        state = CASE WHEN before.former->>'state' = 'withdrawn' THEN 'withdrawn' ELSE ${offeredAgain} END,
        withdrawn_by = before.former->>'withdrawnBy', stock_confirmed_at = app_now(), updated_at = app_now()
      FROM before WHERE item.id = before.id
      RETURNING item.*, before.facts AS facts_before
    ), kept AS (
      INSERT INTO item_history (item_id, version, at, actor, cause, before, after)
      SELECT next.id, next.version, next.updated_at, ${`member:${memberId}`}, 'claim', next.facts_before, ${itemFacts('next')}
      FROM next
    )
    SELECT state FROM next
  `.execute(trx)
  return rows[0]?.state
}
