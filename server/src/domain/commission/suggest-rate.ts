import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { offered } from '#domain/catalog/item-states.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import { isFree, isLive } from './plan-fit.ts'
import { rateInForce } from './rate-in-force.ts'

export interface Suggestion {
  /** Other suppliers whose open rate for the category is known. */
  suppliers: number
  leastSuppliers: number
  /** Null while they are too few to say anything without telling what one of them pays. */
  rates: { lowBps: number; middleBps: number; highBps: number } | null
}

/**
 * What others pay in a category: quarter, middle and three quarters of the open rates in force, one for each supplier who
 * has goods of it on offer, and not the asker's own.
 */
export async function suggestRate(
  db: Db,
  { supplierId, categoryCode }: { supplierId: string; categoryCode: string },
): Promise<Suggestion> {
  const { value } = await readRule(db, 'rate_suggestion')
  const { rows } = await sql<{ suppliers: number; lowBps: number; middleBps: number; highBps: number }>`
    WITH best AS (
      SELECT DISTINCT ON (plan.supplier_id) rate.rate_bps FROM plan ${rateInForce}
      WHERE plan.supplier_id <> ${supplierId} AND ${isFree} AND ${isLive} AND rate.version IS NOT NULL
        AND plan.price_model = 'commission' AND NOT plan.named_items
        AND (plan.category_code IS NULL OR plan.category_code = ${categoryCode})
        AND EXISTS (SELECT FROM item WHERE supplier_id = plan.supplier_id AND category_code = ${categoryCode}
          AND state IN ${offered})
      ORDER BY plan.supplier_id, plan.category_code IS NULL, plan.created_at DESC, plan.id DESC
    )
    SELECT count(*)::int AS suppliers,
      percentile_disc(0.25) WITHIN GROUP (ORDER BY rate_bps) AS low_bps,
      percentile_disc(0.5) WITHIN GROUP (ORDER BY rate_bps) AS middle_bps,
      percentile_disc(0.75) WITHIN GROUP (ORDER BY rate_bps) AS high_bps
    FROM best
  `.execute(db)
  const [found] = rows
  if (!found) throw new Error('an aggregate without a row')
  const { suppliers, ...rates } = found
  const { leastSuppliers } = value
  return { suppliers, leastSuppliers, rates: suppliers < leastSuppliers ? null : rates }
}
