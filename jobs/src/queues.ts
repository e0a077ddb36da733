import type { QueueName } from '@haowu/shared/queue-names.ts'
import { autoConfirm } from './handlers/auto-confirm.ts'
import { mindChannelOrders } from './handlers/mind-channel-orders.ts'
import { closeApplications } from './handlers/close-applications.ts'
import { dispatchEvents } from './handlers/dispatch-events.ts'
import { endCancelWishes } from './handlers/end-cancel-wishes.ts'
import { expireHolds } from './handlers/expire-holds.ts'
import { exportInventory } from './handlers/export-inventory.ts'
import { fetchPhotos } from './handlers/fetch-photos.ts'
import { importInventory } from './handlers/import-inventory.ts'
import { mindAllAfterSales } from './handlers/mind-after-sales.ts'
import { mindCases } from './handlers/mind-cases.ts'
import { mindReceivables } from './handlers/mind-receivables.ts'
import { payOut } from './handlers/pay-out.ts'
import { pruneLive } from './handlers/prune-live.ts'
import { fetchStatements, reconcileBooks } from './handlers/reconcile-books.ts'
import { refreshPlaza } from './handlers/refresh-plaza.ts'
import { refundBuyers } from './handlers/refund-buyers.ts'
import { reviewDeposits } from './handlers/review-deposits.ts'
import { scheduleSuppliersFeeds } from './handlers/schedule-suppliers-feeds.ts'
import { scoreEverybody } from './handlers/score-everybody.ts'
import { settleDepositHolds } from './handlers/settle-deposit-holds.ts'
import { settleEarnings } from './handlers/settle-earnings.ts'
import { splitCommissions } from './handlers/split-commissions.ts'
import { sweepSampleLoans } from './handlers/sweep-sample-loans.ts'
import { syncFeeds } from './handlers/sync-feeds.ts'
import { trackAllParcels } from './handlers/track-parcels.ts'
import { watchReports } from './handlers/watch-reports.ts'
import type { HandlerDeps } from './job-deps.ts'
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
  /** One job carries many events, because the handler looks at tables anyway. */
  batches: boolean
  handle(deps: HandlerDeps, work: Work): Promise<void>
}

const USUAL = { concurrency: 1, attempts: 3, backoffMs: 1_000, lockMs: 30_000, batches: true }
const SECOND = 1_000

export const QUEUES: Record<QueueName, QueueSpec> = {
  'outbox-dispatch': {
    ...USUAL,
    does: 'Hands events that are due to the queues below.',
    everyMs: 10 * SECOND,
    handle: dispatchEvents,
  },
  'inventory-import': {
    ...USUAL,
    does: "Previews, applies and takes back a supplier's file; wakes those whose worker is gone.",
    everyMs: 30 * SECOND,
    concurrency: 2,
    lockMs: 60_000,
    batches: false,
    handle: importInventory,
  },
  'inventory-export': {
    ...USUAL,
    does: 'Writes the inventory files that suppliers asked for.',
    everyMs: 30 * SECOND,
    handle: exportInventory,
  },
  'photo-links': {
    ...USUAL,
    does: 'Fetches the photos that imported items name by link, and tells which links show nothing.',
    everyMs: 20 * SECOND,
    lockMs: 60_000,
    handle: fetchPhotos,
  },
  'feed-schedule': {
    ...USUAL,
    does: 'Says which feeds are due, and ends readings whose import has ended or whose reader is gone.',
    everyMs: 10 * SECOND,
    handle: scheduleSuppliersFeeds,
  },
  'feed-sync': {
    ...USUAL,
    does: "Reads a supplier's feed and makes what it gives an import.",
    everyMs: null,
    concurrency: 6,
    // The next due instant is the next attempt: the schedule knows when, and how long to leave a source in peace.
    attempts: 1,
    batches: false,
    handle: syncFeeds,
  },
  'plaza-refresh': {
    ...USUAL,
    does: 'Brings what streamers search through up to what items, reports and plans say.',
    everyMs: SECOND,
    handle: refreshPlaza,
  },
  'commission-split': {
    ...USUAL,
    does: 'Divides paid orders among those who earn from them.',
    everyMs: 2 * SECOND,
    handle: splitCommissions,
  },
  'hold-expiry': {
    ...USUAL,
    does: 'Ends checkouts and live holds whose time is over, and hands over what became free to who waits for it.',
    everyMs: 5 * SECOND,
    handle: expireHolds,
  },
  'deposit-holds': {
    ...USUAL,
    does: 'Frees deposits behind live holds that have ended.',
    everyMs: 15 * SECOND,
    handle: settleDepositHolds,
  },
  'deposit-due': {
    ...USUAL,
    does: 'Reckons what deposits are due, restricts those that stay short, returns those of parties that leave.',
    everyMs: 15 * SECOND,
    handle: reviewDeposits,
  },
  'loan-days': {
    ...USUAL,
    does: 'Ends loans nobody answered or shipped, reminds borrowers, and holds late ones to their days.',
    everyMs: 30 * SECOND,
    handle: sweepSampleLoans,
  },
  'report-watch': {
    ...USUAL,
    does: 'Warns of reports that run out, takes off what has, and draws whose goods are inspected again.',
    everyMs: 30 * SECOND,
    handle: watchReports,
  },
  'case-days': {
    ...USUAL,
    does: 'Carries out decisions after the days for an appeal, lifts restrictions, sees late shipping, tells of new rules.',
    everyMs: 10 * SECOND,
    handle: mindCases,
  },
  'application-deadlines': {
    ...USUAL,
    does: 'Closes applications whose questions nobody answered in time, and bonds with agencies that are over.',
    everyMs: 60 * SECOND,
    handle: closeApplications,
  },
  'parcel-track': {
    ...USUAL,
    does: 'Asks carriers where the parcels on their way are.',
    everyMs: 60 * SECOND,
    handle: trackAllParcels,
  },
  'cancel-wishes': {
    ...USUAL,
    does: 'Lets a supplier’s silence count as yes to a buyer who wants to cancel.',
    everyMs: 60 * SECOND,
    handle: endCancelWishes,
  },
  'auto-confirm': {
    ...USUAL,
    does: 'Takes parcels for received after the silent days.',
    everyMs: 10 * SECOND,
    handle: autoConfirm,
  },
  'after-sale-days': {
    ...USUAL,
    does: 'Lets the clocks of after-sales act, and ends those whose money has arrived.',
    everyMs: 10 * SECOND,
    handle: mindAllAfterSales,
  },
  refund: {
    ...USUAL,
    does: 'Returns money to buyers through the rail.',
    everyMs: 10 * SECOND,
    concurrency: 4,
    batches: false,
    handle: refundBuyers,
  },
  'channel-orders': {
    ...USUAL,
    does: 'Makes what other platforms told of orders orders of ours, takes sold pieces off there, and asks for what was not told.',
    everyMs: 30 * SECOND,
    handle: mindChannelOrders,
  },
  settlement: {
    ...USUAL,
    does: 'Makes matured earnings payable.',
    everyMs: 5 * SECOND,
    handle: settleEarnings,
  },
  payout: {
    ...USUAL,
    does: 'Sends approved payouts, asks how those in flight ended, and collects the batch of a payout day.',
    everyMs: 5 * SECOND,
    handle: payOut,
  },
  receivables: {
    ...USUAL,
    does: 'Releases what was kept back of settlements, and has debts paid by what is available, later by deposits.',
    everyMs: 15 * SECOND,
    handle: mindReceivables,
  },
  scores: {
    ...USUAL,
    does: 'Counts the day that is over and scores everybody, once a night; looks often, because it may have been away.',
    everyMs: 600 * SECOND,
    lockMs: 120_000,
    handle: scoreEverybody,
  },
  'statement-pull': {
    ...USUAL,
    does: 'Fetches the statements that channels and banks have ready, each once.',
    everyMs: 300 * SECOND,
    lockMs: 300_000,
    handle: fetchStatements,
  },
  reconciliation: {
    ...USUAL,
    does: 'Matches statements with the books, and gives each rest its class.',
    everyMs: 60 * SECOND,
    lockMs: 300_000,
    handle: reconcileBooks,
  },
  'live-events': {
    ...USUAL,
    does: 'Forgets what open screens were told a day ago.',
    everyMs: 600 * SECOND,
    handle: pruneLive,
  },
}
