import { EVENTS, type OutboxEvent } from '@haowu/server/domain/outbox/events.ts'
import { z } from 'zod'

/** What a job carries: ids only. A tick has no events; it just says "look again". */
export interface Work {
  events: WorkEvent[]
}

type WorkEventOf<Event> = Event extends OutboxEvent ? Pick<Event, 'id' | 'kind' | 'payload' | 'tries'> : never
export type WorkEvent = WorkEventOf<OutboxEvent>

const kinds = Object.keys(EVENTS) as [keyof typeof EVENTS, ...(keyof typeof EVENTS)[]]
const eventSchema = z.strictObject({
  id: z.uuid(),
  kind: z.enum(kinds),
  payload: z.unknown(),
  // A job of an older version says none; no delivery has that number, so given out again it is left to the next delivery.
  tries: z.int().default(0),
})
const workSchema = z.strictObject({
  events: z.array(eventSchema).max(500),
})

/** Reads a job's data, which may come from an older version of this code. */
export function readWork(data: unknown): Work {
  const { events } = workSchema.parse(data)
  return {
    events: events.map(
      ({ payload, ...event }) => ({ ...event, payload: EVENTS[event.kind].parse(payload) }) as WorkEvent,
    ),
  }
}

/** What a handler throws when it did its work but for some events; the others count as done. */
export class PartlyFailed extends Error {
  override name = 'PartlyFailed'
  readonly failedEventIds: ReadonlySet<string>

  constructor(failedEventIds: ReadonlySet<string>, message: string) {
    super(message)
    this.failedEventIds = failedEventIds
  }
}

/** What a handler throws when a later run took the work over: this delivery neither did it nor failed, and says nothing. */
export class LeftToAnother extends Error {
  override name = 'LeftToAnother'
}
