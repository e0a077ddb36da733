import { z } from 'zod'

const ids = <Name extends string>(name: Name) =>
  z.strictObject({ [name]: z.uuid() } as { [N in Name]: z.ZodUUID })

/** Every fact that wakes somebody, with its payload. Payloads carry ids only: the facts themselves are read where they are needed. */
export const EVENTS = {
  import_uploaded: ids('importId'),
  import_apply: ids('importId'),
  import_undo: ids('importId'),
  media_uploaded: ids('batchId'),
  export_requested: ids('exportId'),
  feed_due: ids('feedId'),
  order_paid: ids('orderId'),
  payment_to_refund: ids('refundId'),
  refund_requested: ids('refundId'),
  payout_approved: ids('payoutId'),
  live_hold_ended: ids('holdId'),
  statement_loaded: ids('fileId'),
  channel_told: ids('messageId'),
  listing_to_close: ids('listingId'),
} as const

export type EventKind = keyof typeof EVENTS
export type EventPayload<Kind extends EventKind> = z.output<(typeof EVENTS)[Kind]>

/** One event on its way: `id` names the row, `tries` counts its deliveries including this one. */
export type OutboxEvent = {
  [Kind in EventKind]: { id: string; kind: Kind; key: string; payload: EventPayload<Kind>; tries: number }
}[EventKind]

/** After so many failed deliveries an event waits for a person. */
export const MOST_TRIES = 8
