import { z } from 'zod'
import { fenText } from './money.ts'
import { ROOM_STANDINGS, SESSION_STATES } from './picks.ts'

const id = z.uuid()
const instant = z.iso.datetime({ offset: true })

/**
 * Every kind of live event with what it carries. An event is a hint with the changed facts; whoever shows more reads its
 * snapshot again. Those of a `session` topic are public: only what any viewer may see. Those of a `party` topic reach the
 * screens of its members, and carry ids only.
 */
export const LIVE_EVENTS = {
  session: {
    /** A piece was taken by a buyer, came back, or was sold. `until` is when one who is paying must be done. */
    piece_changed: z.strictObject({
      itemId: id,
      standing: z.enum(ROOM_STANDINGS),
      until: instant.nullable(),
    }),
    /** A piece may no longer be sold here: taken back, sold elsewhere, its report withdrawn. */
    piece_left: z.strictObject({ itemId: id }),
    price_changed: z.strictObject({ itemId: id, priceFen: fenText }),
    on_air_changed: z.strictObject({ itemId: id.nullable() }),
    session_changed: z.strictObject({ state: z.enum(SESSION_STATES) }),
    /** Pieces joined, moved or were taken off by their streamer. */
    sheet_changed: z.strictObject({}),
  },
  party: {
    sheet_changed: z.strictObject({ sessionId: id }),
    order_changed: z.strictObject({ orderId: id }),
    notice_told: z.strictObject({}),
    /** The line for a piece moved: a place in it came, went or was served. */
    line_changed: z.strictObject({ itemId: id }),
  },
} as const

type Audience = keyof typeof LIVE_EVENTS
export type LiveKind = { [A in Audience]: keyof (typeof LIVE_EVENTS)[A] & string }[Audience]
export type LiveTopic = `${Audience}:${string}`

/** Topic, kind and payload as they belong together. */
export type LiveFact = {
  [A in Audience]: {
    [K in keyof (typeof LIVE_EVENTS)[A] & string]: {
      topic: `${A}:${string}`
      kind: K
      payload: z.output<Extract<(typeof LIVE_EVENTS)[A][K], z.ZodType>>
    }
  }[keyof (typeof LIVE_EVENTS)[A] & string]
}[Audience]

/** As it travels to a browser. Ids rise, but may arrive out of order and more than once. */
export const liveMessage = z.object({
  id: z.string().regex(/^\d{1,19}$/),
  kind: z.string(),
  payload: z.record(z.string(), z.unknown()),
})
export type LiveMessage = z.output<typeof liveMessage>

/** Said instead of events that were not kept or not sent: read the snapshot again. */
export const REREAD = 'reread'
