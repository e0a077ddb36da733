import type { Fen } from '@haowu/shared/money.ts'
import type { SessionState } from '@haowu/shared/picks.ts'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Db } from '#db/database.ts'
import { keysetCursor } from '#domain/keyset-cursor.ts'
import { readRule } from '#domain/rules/read-rules.ts'

export interface HeldRow {
  holdId: string
  itemId: string
  sku: string
  title: string
  priceFen: Fen
  supplierName: string
  streamerName: string
  show: string
  showState: SessionState
  startsAt: Date
  heldAt: Date
  until: Date
  /** A buyer of the room is paying at this moment. */
  beingPaid: boolean
  /** Until when the supplier may take it back; an operator may longer. */
  revocableUntil: Date
  revocable: boolean
  /** Who waits, first come first. */
  waiting: { streamerName: string; show: string; startsAt: string; askedAt: string }[]
}

export interface HeldQuery {
  /** Null for an operator, who sees all. */
  supplierId: string | null
  waited?: boolean | undefined
  cursor?: string | undefined
  limit: number
}

const cursorOfHeld = keysetCursor(z.uuid())

/** What is held for shows at this moment, what ends first on top, with who waits for each. */
export async function listHeld(
  db: Db,
  { supplierId, waited, cursor, limit }: HeldQuery,
): Promise<{ rows: HeldRow[]; nextCursor: string | null }> {
  const place = cursor === undefined ? null : cursorOfHeld.decode(cursor)
  const { value: revoke } = await readRule(db, 'hold_revoke')
  const { rows } = await sql<HeldRow & { place: string }>`
    SELECT held.*, revocable_until >= app_now() AS revocable, (until AT TIME ZONE 'UTC')::text || '+00' AS place
    FROM (
      SELECT live_hold.id AS hold_id, item.id AS item_id, item.supplier_sku AS sku, item.title, item.price_fen,
        supplier.name AS supplier_name, streamer.name AS streamer_name, live_session.title AS show,
        live_session.state AS show_state, live_session.starts_at, live_hold.created_at AS held_at, live_hold.until,
        item.state = 'checkout_held' AND item.live_hold_id = live_hold.id AND item.checkout_until > app_now() AS being_paid,
        live_session.starts_at - ${revoke.beforeHours}::int * interval '1 hour' AS revocable_until,
        ${line} AS waiting
      FROM live_hold JOIN item ON item.id = live_hold.item_id
        JOIN live_session ON live_session.id = live_hold.session_id
        JOIN party AS streamer ON streamer.id = live_hold.streamer_id
        JOIN party AS supplier ON supplier.id = live_hold.supplier_id
      WHERE live_hold.state = 'active' AND live_hold.until > app_now()
        AND (${supplierId}::uuid IS NULL OR live_hold.supplier_id = ${supplierId}::uuid)
        AND ${waited ? sql`EXISTS (SELECT FROM hold_wait WHERE hold_wait.item_id = item.id AND hold_wait.state = 'waiting')` : sql`true`}
        AND ${place ? sql`(live_hold.until, live_hold.id) > (${place.at}::timestamptz, ${place.id}::uuid)` : sql`true`}
      ORDER BY live_hold.until, live_hold.id LIMIT ${limit + 1}
    ) AS held ORDER BY until, hold_id
  `.execute(db)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const nextCursor =
    rows.length > limit && last ? cursorOfHeld.encode({ at: last.place, id: last.holdId }) : null
  return { rows: page.map(({ place: _, ...row }) => row), nextCursor }
}

const line = sql`(
  SELECT coalesce(jsonb_agg(jsonb_build_object('streamerName', party.name, 'show', waiting_show.title,
    'startsAt', waiting_show.starts_at, 'askedAt', hold_wait.asked_at) ORDER BY hold_wait.no), '[]')
  FROM hold_wait JOIN party ON party.id = hold_wait.streamer_id
    JOIN live_session AS waiting_show ON waiting_show.id = hold_wait.session_id
  WHERE hold_wait.item_id = item.id AND hold_wait.state = 'waiting')`
