import type { EventKind } from '@haowu/server/domain/outbox/events.ts'
import type { QueueName } from '@haowu/shared/queue-names.ts'
import type { JobDeps } from './job-deps.ts'
import type { Work } from './work.ts'

/**
 * All background work on one page. A queue only wakes: each handler calls domain functions that *find* what is due in
 * tables, in bounded batches, and may run twice. So any queue may be flushed at any moment, and work is late, never lost.
 */
export interface QueueSpec {
  does: string
  /** How often it looks by itself, or null when only events wake it. */
  everyMs: number | null
  /** Jobs at the same time in one process. */
  concurrency: number
  /** Runs of one job before it counts as failed; an event that failed is delivered again by the outbox, later. */
  attempts: number
  backoffMs: number
  /** A worker that does not renew its lease for so long is taken for dead. */
  lockMs: number
  /** One job may carry many events, because the handler looks at tables anyway. */
  batches: boolean
  handle(deps: JobDeps, work: Work): Promise<void>
}

const USUAL = { concurrency: 1, attempts: 3, backoffMs: 1_000, lockMs: 30_000, batches: true }

export const QUEUES: Record<QueueName, QueueSpec> = {} as never

/** Which queue an event wakes. */
export const QUEUE_OF_EVENT = {
  import_uploaded: 'inventory-import',
  import_apply: 'inventory-import',
  order_paid: 'commission-split',
  payment_to_refund: 'refund',
  refund_requested: 'refund',
  payout_approved: 'payout',
  live_hold_ended: 'deposit-holds',
} as const satisfies Record<EventKind, QueueName>
