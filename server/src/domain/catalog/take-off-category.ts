import { type RawBuilder, sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { heldNow } from './report-in-force.ts'
import { offered, standing } from './item-states.ts'

export interface CategoryGoods {
  /** On offer and held by nobody. */
  onOffer: number
  /** Held for a show, being paid for, or with a borrower. */
  held: number
}

/** What a supplier has out in a category. */
export async function countCategoryGoods(
  db: Db,
  goods: { supplierId: string; categoryCode: string },
): Promise<CategoryGoods> {
  const { rows } = await sql<CategoryGoods>`
    SELECT count(*) FILTER (WHERE NOT ${heldNow} AND state IN ${offered})::int AS on_offer,
      count(*) FILTER (WHERE ${heldNow} OR state = 'on_loan')::int AS held
    FROM item WHERE supplier_id = ${goods.supplierId} AND category_code = ${goods.categoryCode}
      AND state IN ${standing}
  `.execute(db)
  const [counted] = rows
  if (!counted) throw new Error('nothing was counted')
  return counted
}

/**
 * Takes everything off sale that a supplier has on offer in a category; what is held for a show or a buyer keeps its promise, and
 * comes back as a draft afterwards. Returns how many went.
 */
export async function takeOffCategory(
  trx: Transaction<Database>,
  goods: { supplierId: string; categoryCode: string },
): Promise<number> {
  const { numAffectedRows } = await sql`
    UPDATE item SET state = 'draft', updated_at = app_now(), hold_token = hold_token + 1,
      live_hold_id = NULL, live_hold_until = NULL, checkout_order_id = NULL, checkout_until = NULL, checkout_extended = false
    WHERE supplier_id = ${goods.supplierId} AND category_code = ${goods.categoryCode} AND NOT ${heldNow}
      AND state IN ${offered}
  `.execute(trx)
  return Number(numAffectedRows ?? 0n)
}

/** Where a piece goes that nobody holds any more: on offer, unless its supplier may not sell in its category now. */
export const freedState: RawBuilder<string> = sql<string>`(CASE WHEN EXISTS (
  SELECT FROM category_admission AS admission WHERE admission.party_id = item.supplier_id
    AND admission.category_code = item.category_code AND admission.state = 'revoked') THEN 'draft' ELSE 'available' END)`
