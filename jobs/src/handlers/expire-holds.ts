import { expireCheckouts } from '@haowu/server/domain/orders/expire-checkouts.ts'
import { expireLiveHolds } from '@haowu/server/domain/picks/expire-live-holds.ts'
import type { JobDeps } from '../job-deps.ts'

const MOST_CHECKOUTS = 200

/** Nobody waits for this: whoever wants an item whose hold is over takes it. */
export async function expireHolds(deps: JobDeps): Promise<void> {
  await expireCheckouts(deps, { limit: MOST_CHECKOUTS })
  await expireLiveHolds(deps)
}
