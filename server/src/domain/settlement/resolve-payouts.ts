import type { Db } from '#db/database.ts'
import { eachInTurn } from '#domain/each-in-turn.ts'
import { claimInFlight, type InFlightPayout, lockPayout, takeInFlight } from './payout-store.ts'
import { applyTransferAnswer, type PayoutDeps, type SentPayout, transferPayout } from './send-payouts.ts'

/** A callback usually ends a payout sooner; only after this do we ask, and not more often. */
const REST_SECONDS = 10
const MOST_UNKNOWN = 3

/**
 * Asks the rail about payouts whose end we do not know, up to `limit` in one run, the longest unasked first; each is taken by itself,
 * so that what a run does not come to has the first turn in the next. Only when the rail does not know a number at all, and it is still
 * in flight, is the transfer asked for once more, with the same number, which the rail honours once. A payout that fails keeps none of the others waiting; the failures are thrown together at the end.
 */
export async function resolvePayouts(
  deps: PayoutDeps,
  { limit }: { limit: number },
): Promise<Record<SentPayout, number>> {
  const counts = { confirmed: 0, failed: 0, processing: 0, unknown: 0 }
  async function* longestUnasked() {
    // A rail that is away would cost a timeout for each of them.
    for (let n = 0; n < limit && counts.unknown < MOST_UNKNOWN; n++) {
      const payout = await takeInFlight(deps.db, { restSeconds: REST_SECONDS })
      if (!payout) return
      yield payout
    }
  }
  const resolveOne = async (payout: InFlightPayout) => {
    counts[await resolve(deps, payout)] += 1
  }
  await eachInTurn(longestUnasked(), resolveOne, 'payouts could not be resolved')
  return counts
}

async function resolve(deps: PayoutDeps, { payoutId, no }: InFlightPayout): Promise<SentPayout> {
  const answer = await deps.rail.queryTransfer(no)
  if (answer.outcome !== 'refused')
    return applyTransferAnswer(deps.db, await readPayout(deps.db, payoutId), answer)
  // A question that is refused says nothing about the money.
  if (answer.reason !== 'not_found') return 'unknown'
  // While we asked, somebody else may have booked its end: what is available again must not be sent as well.
  const isInFlight = await claimInFlight(deps.db, payoutId)
  const payout = await readPayout(deps.db, payoutId)
  if (isInFlight) return transferPayout(deps, payout)
  return payout.state === 'failed' ? 'failed' : 'confirmed'
}

async function readPayout(db: Db, payoutId: string) {
  const payout = await db.transaction().execute(trx => lockPayout(trx, payoutId))
  if (!payout) throw new Error(`payout ${payoutId} is gone`)
  return payout
}
