import { recordAct } from '#domain/audit-log.ts'
import type { Database, Db, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { channelRefundPaid } from '#domain/ledger/channel-order-entries.ts'
import { refundPaid } from '#domain/ledger/refund-entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { lockOrder, moveOrder } from './order-store.ts'
import { findRefundByNumber, hasOpenRefund, markRefundEnded, type StoredRefund } from './refund-store.ts'

export interface EndedRefund {
  outRefundNo: string
  amountFen: bigint
  outcome: 'succeeded' | 'failed'
  /** The rail's word for a failure. */
  why: string
}

/**
 * Books how a refund ended at the rail, once, whoever says it first: callback, query or both at the same time. A refund that
 * succeeded leaves nothing owed; one that failed stays owed, is audited and waits for a person.
 * Throws `not_found` for a number that is not ours and `payment_refused` for another amount.
 */
export async function finishRefund({ db }: { db: Db }, ended: EndedRefund): Promise<'done' | 'repeated'> {
  return db.transaction().execute(trx => endRefund(trx, ended))
}

/** The same in the transaction of what told it. */
export async function endRefund(
  trx: Transaction<Database>,
  ended: EndedRefund,
): Promise<'done' | 'repeated'> {
  const refund = await findRefundByNumber(trx, ended.outRefundNo)
  if (!refund) throw new DomainError('not_found')
  if (refund.amountFen !== ended.amountFen)
    throw new DomainError('payment_refused', { outRefundNo: ended.outRefundNo })
  const order = await lockOrder(trx, refund.orderId)
  if (!(await markRefundEnded(trx, { refundId: refund.refundId, state: ended.outcome }))) {
    if (refund.state !== ended.outcome) await noteContradiction(trx, refund, ended.outcome)
    return 'repeated'
  }
  if (ended.outcome === 'failed') await noteFailure(trx, refund, ended.why)
  else
    await bookSuccess(
      trx,
      refund,
      order?.state === 'refunding' && !(await hasOpenRefund(trx, refund.orderId)),
    )
  return 'done'
}

/** The rail says otherwise than before: nothing moves, a person must look. */
async function noteContradiction(
  trx: Transaction<Database>,
  refund: StoredRefund,
  told: string,
): Promise<void> {
  const { refundId, orderId, state } = refund
  await recordAct(trx, {
    actor: 'rail',
    action: 'refund_contradicted',
    subjectType: 'order',
    subjectId: orderId,
    facts: { refundId, state, told },
  })
}

async function bookSuccess(
  trx: Transaction<Database>,
  refund: StoredRefund,
  endsOrder: boolean,
): Promise<void> {
  const { refundId, orderId, amountFen, via } = refund
  if (endsOrder) await moveOrder(trx, { orderId, from: 'refunding', to: 'refunded', stamp: 'closedAt' })
  const paid = via === 'rail' ? refundPaid : channelRefundPaid
  await postEntries(trx, [paid({ refundId, amountFen })])
}

async function noteFailure(
  trx: Transaction<Database>,
  { refundId, orderId }: StoredRefund,
  why: string,
): Promise<void> {
  await recordAct(trx, {
    actor: 'rail',
    action: 'refund_failed',
    subjectType: 'order',
    subjectId: orderId,
    facts: { refundId, why },
  })
}
