import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { refuseHold } from './refuse-hold.ts'
import { heldNow, reportInForce } from './report-in-force.ts'
import { offered } from './item-states.ts'
import type { StoredReport } from './stored-report.ts'

export interface LiveHoldTaken {
  holdToken: bigint
  listingGeneration: number
  priceFen: bigint
  floorFen: bigint | null
  ceilingFen: bigint | null
  supplierId: string
  categoryCode: string
  report: StoredReport
}

/**
 * Reserves the item for one session until `until`. One statement: whoever the database lets through has it.
 *
 * Throws `not_found`, `item_held_elsewhere` (another session or a buyer has it), `item_unavailable` (sold, withdrawn, …),
 * `report_missing` or `report_invalid`. A hold whose time is over is taken over, even if no sweeper ever ran; the
 * caller then closes what its own table still calls active for this item, since this answer is the proof that it ended.
 */
export async function holdForSession(
  trx: Transaction<Database>,
  hold: { itemId: string; holdId: string; until: Date },
): Promise<LiveHoldTaken> {
  const { rows } = await sql<Omit<LiveHoldTaken, 'report'> & StoredReport>`
    WITH taken AS (
      UPDATE item SET state = 'live_held', hold_token = hold_token + 1, updated_at = app_now(),
        live_hold_id = ${hold.holdId}, live_hold_until = ${hold.until},
        checkout_order_id = NULL, checkout_until = NULL, checkout_extended = false
      WHERE id = ${hold.itemId}
        AND state IN ${offered} AND NOT ${heldNow}
        AND qty > 0 AND ${hold.until}::timestamptz > app_now() AND ${reportInForce}
      RETURNING hold_token, listing_generation, price_fen, floor_fen, ceiling_fen, supplier_id, category_code, report_id
    )
    SELECT hold_token, listing_generation, price_fen, floor_fen, ceiling_fen, taken.supplier_id, category_code,
      report.code, report.content, report.signature
    FROM taken JOIN report ON report.id = taken.report_id
  `.execute(trx)
  const [found] = rows
  if (!found) return refuseHold(trx, hold.itemId)
  const { code, content, signature, ...taken } = found
  return { ...taken, report: { code, content, signature } }
}
