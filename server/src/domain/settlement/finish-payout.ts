import type { Database, Db, Transaction } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { payoutConfirmed, payoutFailed } from '#domain/ledger/payout-entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { IN_FLIGHT } from './payout.ts'
import { lockPayoutByNo, movePayout, type StoredPayout } from './payout-store.ts'

export interface EndedPayout {
  /** Our number, which the rail calls `outTransferNo`. */
  no: string
  outcome: 'confirmed' | 'failed'
  amountFen: bigint
  railTransferId: string | null
  /** The rail's word for a failure. */
  failureCode: string | null
}

/**
 * Books how a payout ended at the rail, once, whoever says it first: the answer to our call, a callback, a query, or all of
 * them at once. Confirmed, the money has left the bank; failed, it is available again and another attempt is another payout.
 * Throws `not_found` for a number that is not ours and `payment_refused` for another amount than we sent.
 */
export async function finishPayout({ db }: { db: Db }, ended: EndedPayout): Promise<'done' | 'repeated'> {
  return db.transaction().execute(async trx => {
    const payout = await lockPayoutByNo(trx, ended.no)
    if (!payout) throw new DomainError('not_found')
    if (payout.amountFen - payout.taxFen !== ended.amountFen)
      throw new DomainError('payment_refused', { no: ended.no })
    return finishLocked(trx, payout, ended)
  })
}

/** The same of a payout that the caller has locked. */
export async function finishLocked(
  trx: Transaction<Database>,
  payout: StoredPayout,
  { outcome, railTransferId, failureCode }: Omit<EndedPayout, 'no' | 'amountFen'>,
): Promise<'done' | 'repeated'> {
  const { payoutId, partyId, amountFen, taxFen } = payout
  const moved = await movePayout(trx, {
    payoutId,
    from: IN_FLIGHT,
    to: outcome,
    railTransferId,
    failureCode,
    stamp: 'finishedAt',
  })
  if (!moved) {
    if (payout.state !== outcome) await noteContradiction(trx, payout, outcome)
    return 'repeated'
  }
  const step = { payoutId, partyId, amountFen, taxFen, actor: 'rail' }
  await postEntries(trx, [outcome === 'confirmed' ? payoutConfirmed(step) : payoutFailed(step)])
  return 'done'
}

/** The rail says otherwise than before, or than we ever asked: nothing moves, a person must look. */
async function noteContradiction(
  trx: Transaction<Database>,
  { payoutId, state }: StoredPayout,
  told: string,
): Promise<void> {
  await recordAct(trx, {
    actor: 'rail',
    action: 'payout_contradicted',
    subjectType: 'payout',
    subjectId: payoutId,
    facts: { state, told },
  })
}
