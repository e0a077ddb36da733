import { z } from 'zod'
import { lineText } from './text.ts'

/** A place in the line for a piece: waited in, served, left, of no more use to the show, or the piece is gone. */
export const WAIT_STATES = ['waiting', 'served', 'left', 'over', 'gone'] as const
export type WaitState = (typeof WAIT_STATES)[number]

const id = z.uuid().toLowerCase()
export const joinLineInput = z.strictObject({ sessionId: id, itemId: id })
export const oneWait = z.strictObject({ waitId: id })
/** `passOn`: the next who waits may have it; else it leaves the sale. */
export const revokeHoldInput = z.strictObject({
  holdId: id,
  reason: lineText(200),
  passOn: z.boolean().default(true),
})
export const heldQuery = z.strictObject({
  waited: z.boolean().optional(),
  cursor: z.string().max(200).optional(),
  limit: z.int().min(1).max(100).default(50),
})
