import { z } from 'zod'
import { blockText, lineText } from './text.ts'

/** `planned` and `live` are open: items may be held for the session. */
export const SESSION_STATES = ['planned', 'live', 'ended', 'cancelled'] as const
export type SessionState = (typeof SESSION_STATES)[number]

/** Where an item of a run sheet stands: held for this room, a buyer is paying, sold here, or no longer held here. */
export const SLOT_STANDINGS = ['held', 'being_paid', 'sold', 'gone'] as const
export type SlotStanding = (typeof SLOT_STANDINGS)[number]

/** The same for a viewer; what is gone is not shown. */
export const ROOM_STANDINGS = ['on_sale', 'being_paid', 'sold'] as const
export type RoomStanding = (typeof ROOM_STANDINGS)[number]

const id = z.uuid().toLowerCase()
const instant = z.iso.datetime({ offset: true }).transform(text => new Date(text))

/** As printed or typed: capitals or not. */
export const roomCode = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[0-9A-HJKMNP-TV-Z]{8}$/)

export const createSessionInput = z.strictObject({ title: lineText(60), startsAt: instant, endsAt: instant })
export const oneSession = z.strictObject({ sessionId: id })
export const addSlotInput = z.strictObject({ sessionId: id, itemId: id })
export const oneSlot = z.strictObject({ slotId: id })
export const moveSlotInput = z.strictObject({ slotId: id, position: z.int().min(1).max(1_000) })
export const updateSlotInput = z.strictObject({
  slotId: id,
  minutes: z.int().min(1).max(120).optional(),
  script: blockText(2_000).optional(),
})
export const onePick = z.strictObject({ itemId: id })
