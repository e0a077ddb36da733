import { LIVE_EVENTS, type LiveMessage } from '@haowu/shared/live-events.ts'
import type { Session, Slot } from '#features/picks/run-sheet.ts'

const kinds = LIVE_EVENTS.session

/**
 * The run sheet after an event of its room, before it is read again: a streamer must not pitch for a second what has left.
 * Undefined where the event does not say enough.
 */
export function applySheetEvent(sheet: Session, { kind, payload }: LiveMessage): Session | undefined {
  switch (kind) {
    case 'piece_changed': {
      const { data } = kinds.piece_changed.safeParse(payload)
      if (!data) return undefined
      const standing = data.standing === 'on_sale' ? 'held' : data.standing
      return changeSlot(sheet, data.itemId, slot => ({
        ...slot,
        standing,
        payingUntil: data.until,
        conflicts: standing === 'sold' ? [] : slot.conflicts,
      }))
    }
    case 'piece_left': {
      const { data } = kinds.piece_left.safeParse(payload)
      return (
        data && changeSlot(sheet, data.itemId, slot => ({ ...slot, standing: 'gone', conflicts: ['gone'] }))
      )
    }
    case 'price_changed': {
      const { data } = kinds.price_changed.safeParse(payload)
      return data && changeSlot(sheet, data.itemId, slot => ({ ...slot, priceFen: data.priceFen }))
    }
    case 'on_air_changed': {
      const { data } = kinds.on_air_changed.safeParse(payload)
      return data && showNow(sheet, data.itemId)
    }
    case 'session_changed': {
      const { data } = kinds.session_changed.safeParse(payload)
      return data && { ...sheet, state: data.state }
    }
    default:
      return undefined
  }
}

function changeSlot(sheet: Session, itemId: string, change: (slot: Slot) => Slot): Session | undefined {
  if (!sheet.slots.some(slot => slot.itemId === itemId)) return undefined
  return { ...sheet, slots: sheet.slots.map(slot => (slot.itemId === itemId ? change(slot) : slot)) }
}

function showNow(sheet: Session, itemId: string | null): Session | undefined {
  if (itemId === null) return { ...sheet, currentSlotId: null, onAirAt: null }
  const shown = sheet.slots.find(slot => slot.itemId === itemId)
  if (!shown) return undefined
  const onAirAt = new Date(Math.max(Date.now(), Date.parse(sheet.now))).toISOString()
  return { ...sheet, currentSlotId: shown.slotId, onAirAt }
}
