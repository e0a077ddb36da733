import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { refuseReport } from './refuse-report.ts'
import { reportInForce } from './report-in-force.ts'
import type { StoredReport } from './stored-report.ts'

export interface CheckoutHoldTaken {
  holdToken: bigint
  listingGeneration: number
  reportId: string
  checkoutUntil: Date
  report: StoredReport
}

interface Attempt extends Omit<CheckoutHoldTaken, 'report'>, StoredReport {
  taken: boolean
  state: string
  ownHold: boolean
  reportInForce: boolean
}

/**
 * Reserves the item for one buyer while he pays, out of the live hold of the room he is in. A checkout whose time is
 * over is taken over by the next buyer. One round trip whether taken or refused, because most of a crowd is refused.
 *
 * Throws `not_found`, `item_held_elsewhere` (someone is paying), `hold_expired` (the room no longer holds the item),
 * `report_invalid`, or `item_unavailable` (sold, …).
 */
export async function holdForCheckout(
  trx: Transaction<Database>,
  hold: { itemId: string; orderId: string; liveHoldId: string; minutes: number },
): Promise<CheckoutHoldTaken> {
  const { rows } = await sql<Attempt>`
    WITH taken AS (
      UPDATE item SET state = 'checkout_held', hold_token = hold_token + 1, updated_at = app_now(),
        checkout_order_id = ${hold.orderId}, checkout_extended = false,
        checkout_until = app_now() + ${hold.minutes}::int * interval '1 minute'
      WHERE id = ${hold.itemId} AND live_hold_id = ${hold.liveHoldId} AND live_hold_until > app_now()
        AND (state = 'live_held' OR (state = 'checkout_held' AND checkout_until <= app_now()))
        AND qty > 0 AND ${reportInForce}
      RETURNING hold_token, listing_generation, report_id, checkout_until
    )
    SELECT taken.hold_token IS NOT NULL AS taken, taken.*, item.state, ${reportInForce} AS report_in_force,
      backing.code, backing.content, backing.signature,
      item.live_hold_id IS NOT DISTINCT FROM ${hold.liveHoldId} AND item.live_hold_until > app_now() AS own_hold
    FROM item LEFT JOIN taken ON true LEFT JOIN report AS backing ON backing.id = taken.report_id
    WHERE item.id = ${hold.itemId}
  `.execute(trx)
  const [attempt] = rows
  if (!attempt) throw new DomainError('not_found', { what: 'item' })
  if (!attempt.taken) {
    const code = refusal(attempt)
    if (code === 'report_invalid') return refuseReport(trx, hold.itemId)
    throw new DomainError(code, { itemId: hold.itemId })
  }
  const { holdToken, listingGeneration, reportId, checkoutUntil, code, content, signature } = attempt
  const report = { code, content, signature }
  return { holdToken, listingGeneration, reportId, checkoutUntil, report }
}

/** The state read here is the one before this attempt; a loser that saw a free item lost it to someone a moment ago. */
function refusal({ state, ownHold, reportInForce }: Attempt) {
  if (state !== 'live_held' && state !== 'checkout_held') {
    return state === 'available' ? 'hold_expired' : 'item_unavailable'
  }
  if (!ownHold) return 'hold_expired'
  return reportInForce ? 'item_held_elsewhere' : 'report_invalid'
}
