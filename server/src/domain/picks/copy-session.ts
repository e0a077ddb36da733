import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { offered } from '#domain/catalog/item-states.ts'
import { DomainError } from '#domain/domain-error.ts'
import { type CreatedSession, createSession } from './create-session.ts'
import { findSession } from './run-sheet-store.ts'
import type { OwnSession } from './session-store.ts'

/**
 * The same show once more at another time: name, place and length. What the first did not sell and is still on offer is put
 * on the shortlist, since a piece can be held for one show only. Throws `not_found`, and `bad_request` as `createSession`.
 */
export async function copySession(
  deps: { db: Db },
  { startsAt, ...own }: OwnSession & { startsAt: Date },
): Promise<CreatedSession & { picked: number }> {
  const from = await findSession(deps.db, own)
  if (!from) throw new DomainError('not_found', { what: 'session' })
  const endsAt = new Date(startsAt.getTime() + from.endsAt.getTime() - from.startsAt.getTime())
  const { title, place, channel } = from
  const { streamerId } = own
  const created = await createSession(deps, { streamerId, title, startsAt, endsAt, place, channel })
  const { rows } = await sql<{ itemId: string }>`
    INSERT INTO pick (streamer_id, item_id, note)
    SELECT ${streamerId}, slot.item_id, left(slot.script, 200)
    FROM slot JOIN live_hold ON live_hold.id = slot.hold_id JOIN item ON item.id = slot.item_id
    WHERE slot.session_id = ${own.sessionId} AND live_hold.state <> 'sold'
      AND item.state IN ${offered}
    ON CONFLICT (streamer_id, item_id) DO NOTHING
    RETURNING item_id
  `.execute(deps.db)
  return { ...created, picked: rows.length }
}
