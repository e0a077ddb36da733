import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import type { HoldState } from './session.ts'

export interface SlotSeen {
  slotId: string
  sessionId: string
  itemId: string
  holdId: string
  position: number
  holdState: HoldState
}

const seen = (trx: Transaction<Database>) =>
  trx
    .selectFrom('slot')
    .innerJoin('liveHold', 'liveHold.id', 'slot.holdId')
    .select(['slot.id as slotId', 'slot.sessionId', 'slot.itemId', 'slot.holdId', 'slot.position'])
    .select(eb => eb.ref('liveHold.state').$castTo<HoldState>().as('holdState'))

export async function findSlotOfItem(
  trx: Transaction<Database>,
  { sessionId, itemId }: { sessionId: string; itemId: string },
): Promise<SlotSeen | undefined> {
  return seen(trx)
    .where('slot.sessionId', '=', sessionId)
    .where('slot.itemId', '=', itemId)
    .executeTakeFirst()
}

/** A slot of this streamer's own session; read before its session is locked, and again after. */
export async function findOwnSlot(
  trx: Transaction<Database>,
  { slotId, streamerId }: { slotId: string; streamerId: string },
): Promise<SlotSeen | undefined> {
  return seen(trx)
    .innerJoin('liveSession', 'liveSession.id', 'slot.sessionId')
    .where('slot.id', '=', slotId)
    .where('liveSession.streamerId', '=', streamerId)
    .executeTakeFirst()
}

export async function countSlots(trx: Transaction<Database>, sessionId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM slot WHERE session_id = ${sessionId}
  `.execute(trx)
  return rows[0]?.count ?? 0
}

/** A slot at the end of the run sheet. A slot whose earlier hold ended gets the new hold and keeps its place. */
export async function putSlot(
  trx: Transaction<Database>,
  { sessionId, itemId, holdId }: { sessionId: string; itemId: string; holdId: string },
): Promise<{ slotId: string; position: number }> {
  const { rows } = await sql<{ slotId: string; position: number }>`
    INSERT INTO slot (session_id, item_id, hold_id, position)
    SELECT ${sessionId}, ${itemId}, ${holdId}, coalesce(max(position), 0) + 1 FROM slot WHERE session_id = ${sessionId}
    ON CONFLICT (session_id, item_id) DO UPDATE SET hold_id = EXCLUDED.hold_id, price_fen = NULL
    RETURNING id AS slot_id, position
  `.execute(trx)
  const [slot] = rows
  if (!slot) throw new Error('a slot was not stored')
  return slot
}

export async function deleteSlot(trx: Transaction<Database>, slotId: string): Promise<void> {
  await trx.deleteFrom('slot').where('id', '=', slotId).execute()
}

export async function selectSlotOrder(trx: Transaction<Database>, sessionId: string): Promise<string[]> {
  const rows = await trx
    .selectFrom('slot')
    .select('id')
    .where('sessionId', '=', sessionId)
    .orderBy('position')
    .execute()
  return rows.map(row => row.id)
}

/** Numbers the slots 1, 2, 3 … in this order; the constraint on positions looks at the end of the transaction. */
export async function writeSlotOrder(trx: Transaction<Database>, slotIds: string[]): Promise<void> {
  await sql`
    UPDATE slot SET position = wanted.position::int
    FROM unnest(${slotIds}::uuid[]) WITH ORDINALITY AS wanted(id, position)
    WHERE slot.id = wanted.id AND slot.position <> wanted.position
  `.execute(trx)
}
