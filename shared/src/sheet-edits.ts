/** What several people may change on a run sheet at once, each with a version of its own. */
export const SHEET_FIELDS = ['minutes', 'script', 'place'] as const
export type SheetField = (typeof SHEET_FIELDS)[number]

export interface MergedSlot {
  slotId: string
  minutes: number
  script: string
  minutesVersion: number
  scriptVersion: number
  placeVersion: number
}

/** A wish made on a copy of the sheet, perhaps hours ago and without a network; `base` is the version its maker saw. */
export type SheetEdit = { editId: string; slotId: string; base: number } & (
  | { field: 'minutes'; value: number }
  | { field: 'script'; value: string }
  /** The slots that stood before it when it was put there, nearest first; none of them means the head. */
  | { field: 'place'; value: string[] }
)

export type EditOutcome =
  /** `version` is what the next change of it builds upon. */
  | { outcome: 'applied'; version: number }
  /** Somebody else changed the same thing meanwhile; it stays as he left it and both are shown. */
  | { outcome: 'conflict'; theirs: number | string | string[] }
  /** The slot is no longer on the sheet. */
  | { outcome: 'dropped' }

export interface Merged<Slot> {
  slots: Slot[]
  result: EditOutcome
}

/**
 * Three-way by slot and field: a change goes in when what its maker saw still stands, or when both want the same; else it
 * is told beside the other. Slots are in the order of the sheet. An order is merged move by move, never as a whole list,
 * so that two who move different slots both have their way.
 */
export function mergeEdit<Slot extends MergedSlot>(slots: Slot[], edit: SheetEdit): Merged<Slot> {
  const slot = slots.find(({ slotId }) => slotId === edit.slotId)
  if (!slot) return { slots, result: { outcome: 'dropped' } }
  if (edit.field === 'place') return mergePlace(slots, slot, edit)
  const version = edit.field === 'minutes' ? slot.minutesVersion : slot.scriptVersion
  const current = slot[edit.field]
  if (current === edit.value) return { slots, result: { outcome: 'applied', version } }
  if (version !== edit.base) return { slots, result: { outcome: 'conflict', theirs: current } }
  const changed =
    edit.field === 'minutes'
      ? { minutes: edit.value, minutesVersion: version + 1 }
      : { script: edit.value, scriptVersion: version + 1 }
  return {
    slots: slots.map(each => (each === slot ? { ...each, ...changed } : each)),
    result: { outcome: 'applied', version: version + 1 },
  }
}

function mergePlace<Slot extends MergedSlot>(
  slots: Slot[],
  slot: Slot,
  { value, base }: { value: string[]; base: number },
): Merged<Slot> {
  const others = slots.filter(each => each !== slot)
  const before = value.find(id => others.some(({ slotId }) => slotId === id))
  const at = before === undefined ? 0 : others.findIndex(({ slotId }) => slotId === before) + 1
  if (at === slots.indexOf(slot)) return { slots, result: { outcome: 'applied', version: slot.placeVersion } }
  if (slot.placeVersion !== base) {
    return { slots, result: { outcome: 'conflict', theirs: slotsBefore(slots, slot.slotId) } }
  }
  return {
    slots: others.toSpliced(at, 0, { ...slot, placeVersion: base + 1 }),
    result: { outcome: 'applied', version: base + 1 },
  }
}

/** As many as an edit of place may name. */
export const MOST_BEFORE = 200

/** Where a slot stands, as an edit of place says it. */
export function slotsBefore(slots: readonly { slotId: string }[], slotId: string): string[] {
  const at = slots.findIndex(each => each.slotId === slotId)
  return slots
    .slice(0, Math.max(0, at))
    .map(each => each.slotId)
    .toReversed()
    .slice(0, MOST_BEFORE)
}

/** One more wish of the same editor about the same thing takes the earlier one's place, upon what he saw first. */
export function queueEdit(queue: readonly SheetEdit[], edit: SheetEdit): SheetEdit[] {
  const earlier = queue.find(each => each.slotId === edit.slotId && each.field === edit.field)
  const others = queue.filter(each => each !== earlier)
  return [...others, earlier ? { ...edit, base: earlier.base } : edit]
}
