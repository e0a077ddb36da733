import { type EditOutcome, mergeEdit, type SheetEdit } from '@haowu/shared/sheet-edits.ts'
import type { Database, Db, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import {
  findEdits,
  insertEdits,
  selectMergedSlots,
  type ToldEdit,
  writeMergedSlots,
} from './sheet-edit-store.ts'
import { lockOpenSession, type OwnSession, touchSession } from './session-store.ts'
import { tellSheet } from './tell-sheet.ts'

export interface EditSheet extends OwnSession {
  edits: SheetEdit[]
  actor: string
}

/**
 * Takes in what an editor changed on his copy of a run sheet, in his order: what nobody else touched goes in, what somebody
 * did is kept beside it (`conflict`), and words for a slot that is gone are kept too (`dropped`). An edit that came before
 * is answered as it was then. Throws `not_found`, `session_closed`, and `bad_request` for an id of another sheet.
 */
export async function editSheet(deps: { db: Db }, input: EditSheet): Promise<ToldEdit[]> {
  return deps.db.transaction().execute(async trx => {
    const { sessionId } = await lockOpenSession(trx, input)
    const known = await knownEdits(trx, input)
    const before = await selectMergedSlots(trx, sessionId)
    let slots = before
    const told: ToldEdit[] = []
    const fresh: { edit: SheetEdit; result: EditOutcome }[] = []
    for (const edit of input.edits) {
      const earlier = known.get(edit.editId)
      if (earlier) {
        told.push(earlier)
        continue
      }
      const merged = mergeEdit(slots, edit)
      slots = merged.slots
      fresh.push({ edit, result: merged.result })
      const { outcome } = merged.result
      const version = outcome === 'applied' ? { version: merged.result.version } : {}
      const answer = { editId: edit.editId, outcome, ...version }
      known.set(edit.editId, answer)
      told.push(answer)
    }
    if (fresh.length === 0) return told
    await writeMergedSlots(trx, slots)
    await insertEdits(trx, { sessionId, actor: input.actor, fresh })
    await touchSession(trx, sessionId)
    await tellSheet(trx, input)
    return told
  })
}

async function knownEdits(
  trx: Transaction<Database>,
  { sessionId, edits }: EditSheet,
): Promise<Map<string, ToldEdit>> {
  const rows = await findEdits(
    trx,
    edits.map(({ editId }) => editId),
  )
  if (rows.some(row => row.sessionId !== sessionId)) throw new DomainError('bad_request', { field: 'editId' })
  return new Map(rows.map(({ editId, outcome }) => [editId, { editId, outcome }]))
}
