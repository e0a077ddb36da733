import type { Fen } from '@haowu/shared/money.ts'
import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { closeListings } from '#domain/catalog/close-listings.ts'
import { refuseHold } from '#domain/catalog/refuse-hold.ts'
import { heldNow, reportInForce } from '#domain/catalog/report-in-force.ts'
import { offeredAgain } from '#domain/imports/row-effects.ts'
import { offered } from '#domain/catalog/item-states.ts'

/**
 * Takes a unique piece off sale for a loan, here and on every channel. One statement: whoever the database lets through has
 * it, and the token it raises makes a checkout that ran out worth nothing. Throws `item_held_elsewhere`,
 * `item_unavailable`, `report_missing` or `report_invalid`, as a live hold does.
 */
export async function lendItem(
  trx: Transaction<Database>,
  { itemId }: { itemId: string },
): Promise<{ priceFen: Fen; reportId: string }> {
  const { rows } = await sql<{ priceFen: Fen; reportId: string }>`
    UPDATE item SET state = 'on_loan', hold_token = hold_token + 1, updated_at = app_now(),
      live_hold_id = NULL, live_hold_until = NULL, checkout_order_id = NULL, checkout_until = NULL, checkout_extended = false
    WHERE id = ${itemId} AND stock_kind = 'unique' AND qty > 0
      AND state IN ${offered} AND NOT ${heldNow} AND ${reportInForce}
    RETURNING price_fen, report_id
  `.execute(trx)
  const [lent] = rows
  if (!lent) return refuseHold(trx, itemId)
  await closeListings(trx, [itemId])
  return lent
}

/** The piece is home as it left: it stands as its report allows, like any piece that is offered again. */
export async function offerLentItem(trx: Transaction<Database>, itemId: string): Promise<void> {
  await sql`
    UPDATE item SET state = ${offeredAgain}, stock_confirmed_at = app_now(), updated_at = app_now()
    WHERE id = ${itemId} AND state = 'on_loan'
  `.execute(trx)
}

/** The piece is not what its report says any more: without a report, until a new one is published. */
export async function quarantineLentItem(trx: Transaction<Database>, itemId: string): Promise<void> {
  await sql`
    UPDATE item SET state = 'quarantined', report_id = NULL, updated_at = app_now()
    WHERE id = ${itemId} AND state = 'on_loan'
  `.execute(trx)
}

/** Nobody has looked at it since it came back: it stays off until its supplier offers it again. */
export async function shelveLentItem(trx: Transaction<Database>, itemId: string): Promise<void> {
  await sql`
    UPDATE item SET state = 'withdrawn', withdrawn_by = 'supplier', updated_at = app_now()
    WHERE id = ${itemId} AND state = 'on_loan'
  `.execute(trx)
}

/** The piece is gone, for good unless it is found again. */
export async function writeOffLentItem(trx: Transaction<Database>, itemId: string): Promise<void> {
  await sql`
    UPDATE item SET state = 'lost', qty = 0, updated_at = app_now() WHERE id = ${itemId} AND state = 'on_loan'
  `.execute(trx)
}

/** It came to light: back at its supplier, off sale until somebody has inspected it anew. */
export async function bringBackLostItem(trx: Transaction<Database>, itemId: string): Promise<void> {
  await sql`
    UPDATE item SET state = 'draft', qty = 1, report_id = NULL, updated_at = app_now()
    WHERE id = ${itemId} AND state = 'lost'
  `.execute(trx)
}
