import { type MergedSlot, mergeEdit, type SheetEdit } from '@haowu/shared/sheet-edits.ts'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { closeEdit, findOpenEdit, selectMergedSlots, writeMergedSlots } from './sheet-edit-store.ts'
import { lockOpenSession, type OwnSession, touchSession } from './session-store.ts'
import { tellSheet } from './tell-sheet.ts'

export interface ResolveEdit extends OwnSession {
  editId: string
  /** `mine` is what the edit wanted, `theirs` what stands on the sheet. */
  keep: 'mine' | 'theirs'
}

/** Chooses between two who changed the same thing. Choosing again changes nothing. Throws `not_found` or `session_closed`. */
export async function resolveEdit(deps: { db: Db }, input: ResolveEdit): Promise<void> {
  await deps.db.transaction().execute(async trx => {
    const { sessionId } = await lockOpenSession(trx, input)
    const found = await findOpenEdit(trx, input)
    if (!found) throw new DomainError('not_found', { what: 'edit' })
    if (found.outcome !== 'conflict' && found.outcome !== 'dropped') return
    if (input.keep === 'mine') {
      const slots = await selectMergedSlots(trx, sessionId)
      const slot = slots.find(({ slotId }) => slotId === found.slotId)
      if (slot) {
        const edit = { ...found, base: versionOf(slot, found.field) } as unknown as SheetEdit
        await writeMergedSlots(trx, mergeEdit(slots, edit).slots)
      }
    }
    await closeEdit(trx, input.editId)
    await touchSession(trx, sessionId)
    await tellSheet(trx, input)
  })
}

function versionOf(slot: MergedSlot, field: string): number {
  if (field === 'place') return slot.placeVersion
  return field === 'minutes' ? slot.minutesVersion : slot.scriptVersion
}
