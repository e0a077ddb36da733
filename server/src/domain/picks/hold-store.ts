import type { Fen } from '@haowu/shared/money.ts'
import { type RawBuilder, sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import type { Terms } from '#domain/commission/terms.ts'
import type { HoldState } from './session.ts'

export interface NewHold {
  holdId: string
  itemId: string
  listingGeneration: number
  sessionId: string
  streamerId: string
  supplierId: string
  holdToken: bigint
  terms: Terms
  exposureFen: Fen
  until: Date
}

export async function insertHold(
  trx: Transaction<Database>,
  { holdId, terms, ...hold }: NewHold,
): Promise<void> {
  await trx
    .insertInto('liveHold')
    .values({ id: holdId, terms: JSON.stringify(terms), ...hold })
    .execute()
}

/**
 * Ends what the table still calls active for an item that was just taken by somebody else: the taking itself is the proof
 * that its time is over. Returns the ended holds.
 */
export async function expireOutlived(
  trx: Transaction<Database>,
  { itemId, newHoldId }: { itemId: string; newHoldId: string },
): Promise<string[]> {
  const rows = await trx
    .updateTable('liveHold')
    .set({ state: 'expired', endedAt: sql`app_now()` })
    .where('itemId', '=', itemId)
    .where('state', '=', 'active')
    .where('id', '<>', newHoldId)
    .returning('id')
    .execute()
  return rows.map(row => row.id)
}

export interface ActiveHold {
  holdId: string
  itemId: string
}

/** A buyer of this hold's room is paying at this moment; his minutes are his. */
const beingPaid = sql<boolean>`(
  item.state = 'checkout_held' AND item.live_hold_id = live_hold.id AND item.checkout_until > app_now()
)`

/** Which active holds to end. */
export const holdsOf = {
  session: (sessionId: string): RawBuilder<boolean> => sql`live_hold.session_id = ${sessionId}`,
  one: (holdId: string): RawBuilder<boolean> => sql`live_hold.id = ${holdId}`,
  /** Whoever has it at this moment; not who had it until his time was over. */
  inForce: (itemId: string): RawBuilder<boolean> =>
    sql`live_hold.item_id = ${itemId} AND live_hold.until > app_now() AND item.live_hold_id = live_hold.id`,
  item: (itemId: string): RawBuilder<boolean> => sql`live_hold.item_id = ${itemId}`,
  /** Run out, or left behind by an ended session because a buyer was paying then. */
  overdue: sql<boolean>`(live_hold.until <= app_now() OR EXISTS (
    SELECT FROM live_session WHERE live_session.id = live_hold.session_id AND live_session.state IN ('ended', 'cancelled')
  ))`,
}

/**
 * Locks active holds that nobody is paying for, with their items. Always the item first and in the order of items, as a
 * sale does, so that ending and selling take turns. With `skipLocked`, what another transaction works on is left to it.
 */
export async function lockIdleHolds(
  trx: Transaction<Database>,
  { which, limit, skipLocked = false }: { which: RawBuilder<boolean>; limit: number; skipLocked?: boolean },
): Promise<ActiveHold[]> {
  const { rows } = await sql<ActiveHold>`
    SELECT live_hold.id AS hold_id, live_hold.item_id
    FROM item JOIN live_hold ON live_hold.item_id = item.id
    WHERE live_hold.state = 'active' AND ${which} AND NOT ${beingPaid}
    ORDER BY item.id
    LIMIT ${limit}
    FOR NO KEY UPDATE OF item, live_hold ${skipLocked ? sql`SKIP LOCKED` : sql``}
  `.execute(trx)
  return rows
}

/** How a hold ends: one that is taken back from the streamer says by whom and why. */
export type HoldEnd =
  | { state: Exclude<HoldState, 'active' | 'revoked'> }
  | { state: 'revoked'; revokedBy: 'supplier' | 'operator' | 'platform'; revokeReason: string }

/** Moves active holds to their end; those that ended before are passed over. Returns the ones that ended now. */
export async function closeHolds(
  trx: Transaction<Database>,
  holdIds: string[],
  end: HoldEnd,
): Promise<ActiveHold[]> {
  if (holdIds.length === 0) return []
  return trx
    .updateTable('liveHold')
    .set({ ...end, endedAt: sql`app_now()` })
    .where('id', 'in', holdIds)
    .where('state', '=', 'active')
    .returning(['id as holdId', 'itemId'])
    .execute()
}

export async function readHoldState(
  trx: Transaction<Database>,
  holdId: string,
): Promise<HoldState | undefined> {
  const row = await trx.selectFrom('liveHold').select('state').where('id', '=', holdId).executeTakeFirst()
  return row?.state as HoldState | undefined
}
