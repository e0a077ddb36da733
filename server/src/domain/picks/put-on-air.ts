import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { tellLive } from '#domain/live/tell-live.ts'
import { lockOpenSession, type OwnSession } from './session-store.ts'

/**
 * Shows a slot to the room, or nothing; how long the one before was shown is added up. The one that is on air already
 * stays since when it is. Throws `not_found`, and `session_closed` before the show began or after it ended.
 */
export async function putOnAir(
  deps: { db: Db },
  input: OwnSession & { slotId: string | null },
): Promise<void> {
  await deps.db.transaction().execute(async trx => {
    const { sessionId, state } = await lockOpenSession(trx, input)
    if (state !== 'live') throw new DomainError('session_closed', { state })
    const { slotId } = input
    const current = await readOnAir(trx, sessionId)
    if (current === slotId) return
    const itemId = slotId === null ? null : await requireSlot(trx, { sessionId, slotId })
    await takeOffAir(trx, sessionId)
    if (slotId !== null) await putSlotOnAir(trx, { sessionId, slotId })
    await tellLive(trx, { topic: `session:${sessionId}`, kind: 'on_air_changed', payload: { itemId } })
  })
}

async function putSlotOnAir(
  trx: Transaction<Database>,
  { sessionId, slotId }: { sessionId: string; slotId: string },
): Promise<void> {
  await sql`UPDATE slot SET first_on_air_at = coalesce(first_on_air_at, app_now()) WHERE id = ${slotId}`.execute(
    trx,
  )
  await sql`
      UPDATE live_session SET current_slot_id = ${slotId}, on_air_at = app_now(), version = version + 1
      WHERE id = ${sessionId}
    `.execute(trx)
}

async function readOnAir(trx: Transaction<Database>, sessionId: string): Promise<string | null> {
  const row = await trx
    .selectFrom('liveSession')
    .select('currentSlotId')
    .where('id', '=', sessionId)
    .executeTakeFirstOrThrow()
  return row.currentSlotId
}

async function requireSlot(
  trx: Transaction<Database>,
  { sessionId, slotId }: { sessionId: string; slotId: string },
): Promise<string> {
  const slot = await trx
    .selectFrom('slot')
    .select('itemId')
    .where('id', '=', slotId)
    .where('sessionId', '=', sessionId)
    .executeTakeFirst()
  if (!slot) throw new DomainError('not_found', { what: 'slot' })
  return slot.itemId
}

/** Nothing is on air any more; only this slot, where one is named. The caller holds the session's lock. */
export async function takeOffAir(
  trx: Transaction<Database>,
  sessionId: string,
  slotId?: string,
): Promise<void> {
  await sql`
    WITH shown AS (
      UPDATE slot SET shown_seconds = shown_seconds
        + greatest(0, extract(epoch FROM app_now() - live_session.on_air_at))::int
      FROM live_session
      WHERE live_session.id = ${sessionId} AND slot.id = live_session.current_slot_id
        AND (${slotId ?? null}::uuid IS NULL OR slot.id = ${slotId ?? null}::uuid)
      RETURNING slot.id
    )
    UPDATE live_session SET current_slot_id = NULL, on_air_at = NULL
    FROM shown WHERE live_session.id = ${sessionId} AND current_slot_id = shown.id
  `.execute(trx)
}
