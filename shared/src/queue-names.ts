/** Every queue of background work; `jobs/src/queues.ts` says what each does. */
export const QUEUE_NAMES = [
  'outbox-dispatch',
  'inventory-import',
  'inventory-export',
  'feed-schedule',
  'feed-sync',
  'plaza-refresh',
  'commission-split',
  'hold-expiry',
  'deposit-holds',
  'deposit-due',
  'loan-days',
  'report-watch',
  'case-days',
  'application-deadlines',
  'auto-confirm',
  'after-sale-days',
  'refund',
  'settlement',
  'payout',
  'receivables',
  'scores',
  'statement-pull',
  'reconciliation',
  'live-events',
] as const

export type QueueName = (typeof QUEUE_NAMES)[number]
