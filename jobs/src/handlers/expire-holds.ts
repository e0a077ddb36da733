import { expireCheckouts } from '@haowu/server/domain/orders/expire-checkouts.ts'
import { expireLiveHolds } from '@haowu/server/domain/picks/expire-live-holds.ts'
import { mindLines } from '@haowu/server/domain/picks/mind-lines.ts'
import { inTurn } from '../in-turn.ts'
import type { JobDeps } from '../job-deps.ts'

const MOST_CHECKOUTS = 200

/** Nobody's sale waits for this: whoever wants an item whose hold is over takes it, and who waits for one is served as it is given back. */
export async function expireHolds(deps: JobDeps): Promise<void> {
  await inTurn([
    () => expireCheckouts(deps, { limit: MOST_CHECKOUTS }),
    () => expireLiveHolds(deps),
    () => mindLines(deps),
  ])
}
