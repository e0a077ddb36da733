import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { eachInTurn } from '#domain/each-in-turn.ts'
import type { ChannelGateway } from '#gateways/channel.ts'
import type { PaymentRail, RailAnswer, RailRefund } from '#gateways/payment-rail.ts'
import { finishRefund } from './finish-refund.ts'
import { findRefund, markRefundProcessing, type StoredRefund, takeOpenRefund } from './refund-store.ts'

/** A callback usually ends a refund sooner; only after this do we ask, and not more often. */
const REST_SECONDS = 15
const MOST_UNKNOWN = 3

export interface RefundDeps {
  db: Db
  rail: PaymentRail
  /** Returns what was paid in a room of another platform. */
  channel: ChannelGateway
}

/** `unknown`: the rail gave no answer; the sweep will ask by the same number. */
export type ProcessedRefund = 'succeeded' | 'failed' | 'processing' | 'unknown'

/**
 * Asks the rail to return the money of one refund. What was asked before is queried, not asked again; only when the rail does
 * not know the number is it asked once more, with the same number. Safe to call at any time, any number of times.
 */
export async function processRefund(deps: RefundDeps, refundId: string): Promise<ProcessedRefund> {
  const refund = await findRefund(deps.db, refundId)
  if (!refund) throw new DomainError('not_found')
  if (refund.state === 'succeeded' || refund.state === 'failed') return refund.state
  const wasAsked = refund.state === 'processing'
  const payer = refund.via === 'rail' ? deps.rail : deps.channel
  const known = wasAsked ? await payer.queryRefund(refund.outRefundNo) : undefined
  if (known && !(known.outcome === 'refused' && known.reason === 'not_found'))
    return applyAnswer(deps.db, refund, known)
  // Written before the call: if we die during it, the next run knows that it may have arrived.
  await markRefundProcessing(deps.db, refundId)
  const { outRefundNo, amountFen, reason } = refund
  const outTradeNo = refund.via === 'rail' ? refund.outTradeNo : (refund.transactionId ?? '')
  return applyAnswer(deps.db, refund, await payer.refund({ outTradeNo, outRefundNo, amountFen, reason }))
}

/**
 * Looks after refunds whose callback or whose first attempt was lost, up to `limit` in one run, the longest unasked first. Each is
 * taken by itself, so that what a run does not come to has the first turn in the next. One that fails keeps none of the others
 * waiting; the failures are thrown together at the end.
 */
export async function processOpenRefunds(
  deps: RefundDeps,
  { limit }: { limit: number },
): Promise<Record<ProcessedRefund, number>> {
  const counts = { succeeded: 0, failed: 0, processing: 0, unknown: 0 }
  async function* longestUnasked() {
    // A rail that is away would cost a timeout for each of them.
    for (let n = 0; n < limit && counts.unknown < MOST_UNKNOWN; n++) {
      const refundId = await takeOpenRefund(deps.db, { restSeconds: REST_SECONDS })
      if (refundId === undefined) return
      yield refundId
    }
  }
  const process = async (refundId: string) => {
    counts[await processRefund(deps, refundId)] += 1
  }
  await eachInTurn(longestUnasked(), process, 'refunds could not be processed')
  return counts
}

async function applyAnswer(
  db: Db,
  refund: StoredRefund,
  answer: RailAnswer<RailRefund>,
): Promise<ProcessedRefund> {
  if (answer.outcome === 'unknown') return 'unknown'
  if (answer.outcome === 'answered' && answer.value.state === 'PROCESSING') return 'processing'
  const succeeded = answer.outcome === 'answered' && answer.value.state === 'SUCCESS'
  const outcome = succeeded ? 'succeeded' : 'failed'
  const why = answer.outcome === 'refused' ? answer.reason : answer.value.state
  await finishRefund({ db }, { outRefundNo: refund.outRefundNo, amountFen: refund.amountFen, outcome, why })
  return outcome
}
