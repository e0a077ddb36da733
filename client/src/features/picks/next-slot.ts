import type { Slot } from '#features/picks/run-sheet.ts'

/** The next slot to show in a direction: what was sold or left is passed over. Before anything is on air, the first. */
export function nextSlot(
  slots: readonly Slot[],
  currentSlotId: string | null,
  step: 1 | -1,
): Slot | undefined {
  const at = slots.findIndex(({ slotId }) => slotId === currentSlotId)
  if (at < 0 && step < 0) return undefined
  const rest = step > 0 ? slots.slice(at + 1) : slots.slice(0, at).toReversed()
  return rest.find(({ standing }) => standing === 'held' || standing === 'being_paid')
}
