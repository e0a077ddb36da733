import type { Db } from '#db/database.ts'
import { releaseCheckout } from '#domain/catalog/release-checkout.ts'
import { DomainError } from '#domain/domain-error.ts'
import type { PaymentRail } from '#gateways/payment-rail.ts'
import { captureIfPaid } from './capture-if-paid.ts'
import { lockOrder, moveOrder } from './order-store.ts'
import { type DueCheckout, findDueCheckouts, markPaymentClosed, markUnanswered } from './payment-store.ts'
import { prolongCheckout } from './prolong-checkout.ts'
import { tellRoom } from './tell-room.ts'

/** Looks at a checkout before it ends, so that a payment whose callback was lost is still in time, and one under way gets its time. */
const LOOK_AHEAD_SECONDS = 30
const MOST_UNDECIDED = 3

interface ExpiryDeps {
  db: Db
  rail: PaymentRail
}

export interface ExpiredCheckouts {
  captured: number
  closed: number
  /** The rail gave no answer; the next run asks again, after the others. The item is free for the next buyer meanwhile. */
  undecided: number
}

/**
 * Ends checkouts whose time is over, up to `limit` in one run. The rail is asked before anything is closed: a payment that
 * succeeded is captured (in time, or late and refunded), one that is under way gets more time once before its own is over, one
 * that did not is closed at the rail and the item is released.
 * Two runs at the same time only ask twice: each effect happens under the order's lock, once. An order that fails keeps
 * none of the others waiting; the failures are thrown together at the end.
 */
export async function expireCheckouts(
  deps: ExpiryDeps,
  { limit }: { limit: number },
): Promise<ExpiredCheckouts> {
  const counts: ExpiredCheckouts = { captured: 0, closed: 0, undecided: 0 }
  const failures: unknown[] = []
  for (const due of await findDueCheckouts(deps.db, { limit, aheadSeconds: LOOK_AHEAD_SECONDS })) {
    try {
      const ended = await endInTurn(deps, due)
      if (ended !== 'open') counts[ended] += 1
    } catch (error) {
      failures.push(error)
    }
    // A rail that is away would cost a timeout for each of them.
    if (counts.undecided >= MOST_UNDECIDED) break
  }
  if (failures.length > 0) throw new AggregateError(failures, 'checkouts could not be ended')
  return counts
}

type Ended = keyof ExpiredCheckouts | 'open'

/** What gets no answer, or fails, has its next turn after the others. */
async function endInTurn(deps: ExpiryDeps, due: DueCheckout): Promise<Ended> {
  let ended: Ended = 'undecided'
  try {
    ended = await endCheckout(deps, due)
  } finally {
    if (ended === 'undecided') await markUnanswered(deps.db, due.outTradeNo)
  }
  return ended
}

async function endCheckout(deps: ExpiryDeps, due: DueCheckout): Promise<Ended> {
  const found = await captureIfPaid(deps, due.outTradeNo)
  if (found === 'captured' || found === 'undecided') return found
  if (!due.isOver) {
    if (found === 'paying') await prolong(deps.db, due.orderId)
    return 'open'
  }
  if (found === 'refused') return closeOrder(deps.db, due, { paymentClosed: false })
  const answer = await deps.rail.closePayment(due.outTradeNo)
  if (answer.outcome === 'unknown') return 'undecided'
  if (answer.outcome === 'answered' || answer.reason === 'not_found') {
    return closeOrder(deps.db, due, { paymentClosed: true })
  }
  // The buyer was in the middle of paying: it may have succeeded between our two questions.
  if ((await captureIfPaid(deps, due.outTradeNo)) === 'captured') return 'captured'
  return closeOrder(deps.db, due, { paymentClosed: false })
}

/** Who has confirmed and waits for his bank is not cut off a moment before it answers. */
async function prolong(db: Db, orderId: string): Promise<void> {
  try {
    await prolongCheckout(db, orderId)
  } catch (error) {
    // Paid or over since we looked: then there is nothing to prolong.
    if (!(error instanceof DomainError)) throw error
  }
}

/** Money that arrives after this is returned, because the order no longer stands in checkout. */
async function closeOrder(
  db: Db,
  due: DueCheckout,
  { paymentClosed }: { paymentClosed: boolean },
): Promise<'closed' | 'open'> {
  return db.transaction().execute(async trx => {
    const order = await lockOrder(trx, due.orderId)
    if (order?.state !== 'checkout') return 'open'
    await releaseCheckout(trx, order)
    if (paymentClosed) await markPaymentClosed(trx, due.outTradeNo)
    await moveOrder(trx, { orderId: due.orderId, from: 'checkout', to: 'closed', stamp: 'closedAt' })
    await tellRoom(trx, due.orderId)
    return 'closed'
  })
}
