import type { EditOutcome, MergedSlot, SheetEdit, SheetField } from '@haowu/shared/sheet-edits.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { writeSlotOrder } from './slot-store.ts'

/** How an edit ended: `resolved` once somebody chose between two. */
export type EditState = EditOutcome['outcome'] | 'resolved'
export interface ToldEdit {
  editId: string
  outcome: EditState
  /** What the next change of the same thing builds upon; only told of what went in just now. */
  version?: number
}

export async function findEdits(
  trx: Transaction<Database>,
  editIds: string[],
): Promise<(ToldEdit & { sessionId: string })[]> {
  const rows = await trx
    .selectFrom('sheetEdit')
    .select(['id as editId', 'sessionId'])
    .select(eb => eb.ref('outcome').$castTo<EditState>().as('outcome'))
    .where('id', 'in', editIds)
    .execute()
  return rows
}

export async function insertEdits(
  trx: Transaction<Database>,
  {
    sessionId,
    actor,
    fresh,
  }: { sessionId: string; actor: string; fresh: { edit: SheetEdit; result: EditOutcome }[] },
): Promise<void> {
  const rows = fresh.map(({ edit, result }) => ({
    id: edit.editId,
    sessionId,
    slotId: edit.slotId,
    field: edit.field,
    value: JSON.stringify(edit.value),
    theirs: result.outcome === 'conflict' ? JSON.stringify(result.theirs) : null,
    outcome: result.outcome,
    actor,
  }))
  await trx.insertInto('sheetEdit').values(rows).execute()
}

/** The sheet in its order, as edits are merged into it. */
export async function selectMergedSlots(
  trx: Transaction<Database>,
  sessionId: string,
): Promise<MergedSlot[]> {
  return trx
    .selectFrom('slot')
    .select(['id as slotId', 'minutes', 'script', 'minutesVersion', 'scriptVersion', 'placeVersion'])
    .where('sessionId', '=', sessionId)
    .orderBy('position')
    .execute()
}

/** Writes what differs, in one statement, and the order in another. */
export async function writeMergedSlots(trx: Transaction<Database>, slots: MergedSlot[]): Promise<void> {
  await sql`
    UPDATE slot SET minutes = wanted.minutes, script = wanted.script, minutes_version = wanted.minutes_version,
      script_version = wanted.script_version, place_version = wanted.place_version
    FROM unnest(${slots.map(s => s.slotId)}::uuid[], ${slots.map(s => s.minutes)}::int[], ${slots.map(s => s.script)}::text[],
      ${slots.map(s => s.minutesVersion)}::int[], ${slots.map(s => s.scriptVersion)}::int[],
      ${slots.map(s => s.placeVersion)}::int[])
      AS wanted(id, minutes, script, minutes_version, script_version, place_version)
    WHERE slot.id = wanted.id AND (slot.minutes_version, slot.script_version, slot.place_version)
      <> (wanted.minutes_version, wanted.script_version, wanted.place_version)
  `.execute(trx)
  await writeSlotOrder(
    trx,
    slots.map(({ slotId }) => slotId),
  )
}

export interface OpenEdit {
  editId: string
  slotId: string
  field: SheetField
  mine: unknown
  theirs: unknown
  outcome: 'conflict' | 'dropped'
  actor: string
  createdAt: Date
}

const MOST_OPEN = 100

/** What waits for somebody to choose, oldest first; words for a slot that is gone stay in sight for a day. */
export async function selectOpenEdits(db: Db, sessionId: string): Promise<OpenEdit[]> {
  const { rows } = await sql<OpenEdit>`
    SELECT id AS edit_id, slot_id, field, value AS mine, theirs, outcome, actor, created_at
    FROM sheet_edit
    WHERE session_id = ${sessionId} AND (outcome = 'conflict'
      OR (outcome = 'dropped' AND field = 'script' AND created_at > app_now() - interval '1 day'))
    ORDER BY created_at, id LIMIT ${MOST_OPEN}
  `.execute(db)
  return rows
}

export async function findOpenEdit(
  trx: Transaction<Database>,
  { sessionId, editId }: { sessionId: string; editId: string },
) {
  return trx
    .selectFrom('sheetEdit')
    .select(['id as editId', 'slotId', 'field', 'value', 'outcome'])
    .where('id', '=', editId)
    .where('sessionId', '=', sessionId)
    .executeTakeFirst()
}

export async function closeEdit(trx: Transaction<Database>, editId: string): Promise<void> {
  await trx
    .updateTable('sheetEdit')
    .set({ outcome: 'resolved', resolvedAt: sql`app_now()` })
    .where('id', '=', editId)
    .execute()
}
