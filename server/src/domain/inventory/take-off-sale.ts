import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { itemFacts } from '#domain/imports/item-facts.ts'
import { forgetManifest } from '#domain/imports/manifest.ts'

/**
 * Takes one piece off the sale in its supplier's name, kept in its history as a change by hand; what a file said of it is no
 * longer believed. The caller holds its lock and has freed it; a piece that is not on offer stays as it is (false).
 */
export async function takeOffSale(
  trx: Transaction<Database>,
  { itemId, supplierId, actor }: { itemId: string; supplierId: string; actor: string },
): Promise<boolean> {
  const { rows } = await sql`
    WITH before AS MATERIALIZED (
      SELECT item.id, ${itemFacts('item')} AS facts FROM item WHERE item.id = ${itemId} AND item.state = 'available'
    ), next AS (
      UPDATE item SET state = 'withdrawn', withdrawn_by = 'supplier', version = item.version + 1, row_hash = NULL,
        updated_at = app_now()
      FROM before WHERE item.id = before.id RETURNING item.*
    )
    INSERT INTO item_history (item_id, version, at, actor, cause, before, after)
    SELECT next.id, next.version, next.updated_at, ${actor}, 'edit', before.facts, ${itemFacts('next')}
    FROM next JOIN before ON before.id = next.id
    RETURNING item_id
  `.execute(trx)
  if (rows.length === 0) return false
  await forgetManifest(trx, supplierId)
  return true
}
