import type { Slot } from '#features/picks/run-sheet.ts'

/** It is held for this room and its report bears a sale: whatever else is pitched cannot be bought. */
export function isPitchable({ standing, conflicts }: Pick<Slot, 'standing' | 'conflicts'>): boolean {
  const held = standing === 'held' || standing === 'being_paid'
  return held && !conflicts.includes('report_lapsed') && !conflicts.includes('report_forged')
}

/** The next slot to show in a direction: what cannot be bought any more is passed over. Before anything is on air, the first. */
export function nextSlot(
  slots: readonly Slot[],
  currentSlotId: string | null,
  step: 1 | -1,
): Slot | undefined {
  const at = slots.findIndex(({ slotId }) => slotId === currentSlotId)
  if (at < 0 && step < 0) return undefined
  const rest = step > 0 ? slots.slice(at + 1) : slots.slice(0, at).toReversed()
  return rest.find(isPitchable)
}
