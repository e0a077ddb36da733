import type { EventKind } from '@haowu/server/domain/outbox/events.ts'
import type { QueueName } from '@haowu/shared/queue-names.ts'

/** Which queue an event wakes. */
export const QUEUE_OF_EVENT = {
  import_uploaded: 'inventory-import',
  import_apply: 'inventory-import',
  import_undo: 'inventory-import',
  media_uploaded: 'inventory-import',
  export_requested: 'inventory-export',
  feed_due: 'feed-sync',
  order_paid: 'commission-split',
  payment_to_refund: 'refund',
  refund_requested: 'refund',
  payout_approved: 'payout',
  live_hold_ended: 'deposit-holds',
  statement_loaded: 'reconciliation',
  channel_told: 'channel-orders',
  listing_to_close: 'channel-orders',
} as const satisfies Record<EventKind, QueueName>
