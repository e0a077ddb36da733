import { collectDueBatch } from '@haowu/server/domain/settlement/collect-payout-batch.ts'
import { resolvePayouts } from '@haowu/server/domain/settlement/resolve-payouts.ts'
import { sendPayouts } from '@haowu/server/domain/settlement/send-payouts.ts'
import { inTurn } from '../in-turn.ts'
import type { JobDeps } from '../job-deps.ts'

const MOST_IN_ONE_RUN = 50

/** First what is in flight, then what was approved: a rail that gives no answers is noticed before more is sent. */
export async function payOut(deps: JobDeps): Promise<void> {
  await inTurn([
    () => resolvePayouts(deps, { limit: MOST_IN_ONE_RUN }),
    () => sendPayouts(deps, { limit: MOST_IN_ONE_RUN }),
    () => collectDueBatch(deps),
  ])
}
