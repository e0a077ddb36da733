import { processOpenRefunds, processRefund } from '@haowu/server/domain/orders/process-refund.ts'
import type { JobDeps } from '../job-deps.ts'
import type { Work } from '../work.ts'

const MOST_OPEN = 50

/** An event asks for one refund; a tick looks after those whose answer never came. */
export async function refundBuyers(deps: JobDeps, { events }: Work): Promise<void> {
  for (const { kind, payload } of events) {
    if (kind === 'refund_requested' || kind === 'payment_to_refund')
      await processRefund(deps, payload.refundId)
  }
  if (events.length === 0) await processOpenRefunds(deps, { limit: MOST_OPEN })
}
