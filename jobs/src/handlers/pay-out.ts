import { collectDueBatch } from '@haowu/server/domain/settlement/collect-payout-batch.ts'
import { resolvePayouts } from '@haowu/server/domain/settlement/resolve-payouts.ts'
import { sendPayouts } from '@haowu/server/domain/settlement/send-payouts.ts'
import type { JobDeps } from '../job-deps.ts'

const MOST_IN_ONE_RUN = 50

/**
 * First what is in flight, then what was approved: a rail that gives no answers is noticed before more is sent. A step that fails keeps
 * none of the others from being taken; the failures are thrown together at the end.
 */
export async function payOut(deps: JobDeps): Promise<void> {
  const failures: unknown[] = []
  for (const step of [
    () => resolvePayouts(deps, { limit: MOST_IN_ONE_RUN }),
    () => sendPayouts(deps, { limit: MOST_IN_ONE_RUN }),
    () => collectDueBatch(deps),
  ]) {
    try {
      await step()
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'not all steps of paying out succeeded')
}
