import type { Database, Db, Transaction } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { payoutRejected, payoutSent } from '#domain/ledger/payout-entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { openText } from '#domain/seal-text.ts'
import type { PaymentRail, RailAnswer, RailTransfer } from '#gateways/payment-rail.ts'
import type { Secrets } from '#secrets.ts'
import { finishPayout } from './finish-payout.ts'
import { hashPayout } from './payout.ts'
import { lockNextApproved, movePayout, type StoredPayout } from './payout-store.ts'

const MOST_UNKNOWN = 3

export interface PayoutDeps {
  db: Db
  rail: PaymentRail
  secrets: Pick<Secrets, 'payee'>
}

export type SentPayout = 'confirmed' | 'failed' | 'processing' | 'unknown'

/**
 * Gives approved payouts to the rail, up to `limit` in one run. That a payout is sent is written before the call, so a process
 * that dies during it leaves a payout in flight, which `resolvePayouts` asks about: nothing is ever sent twice blindly.
 * When the rail gives no answers the run ends early. One that cannot be given to the rail at all keeps none of the others waiting.
 */
export async function sendPayouts(
  deps: PayoutDeps,
  { limit }: { limit: number },
): Promise<Record<SentPayout | 'refused', number>> {
  const counts = { confirmed: 0, failed: 0, processing: 0, unknown: 0, refused: 0 }
  const failures: unknown[] = []
  for (let n = 0; n < limit && counts.unknown < MOST_UNKNOWN; n++) {
    const taken = await takeNext(deps.db)
    if (taken === undefined) break
    if (taken === 'refused') counts.refused += 1
    else {
      try {
        counts[await transferPayout(deps, taken)] += 1
      } catch (error) {
        failures.push(error)
      }
    }
  }
  if (failures.length > 1) throw new AggregateError(failures, 'payouts could not be sent')
  if (failures.length === 1) throw failures[0]
  return counts
}

/** Marks the next approved payout as sent, with its ledger entry. One that no longer is what was approved is refused instead. */
async function takeNext(db: Db): Promise<StoredPayout | 'refused' | undefined> {
  return db.transaction().execute(async trx => {
    const payout = await lockNextApproved(trx)
    if (!payout) return undefined
    const isUnchanged = hashPayout(payout).equals(payout.requestHash) && payout.accountState === 'verified'
    if (!isUnchanged) return refuse(trx, payout)
    const { payoutId, partyId, amountFen, taxFen } = payout
    await movePayout(trx, { payoutId, from: ['approved'], to: 'sent', stamp: 'sentAt' })
    await postEntries(trx, [payoutSent({ payoutId, partyId, amountFen, taxFen })])
    return payout
  })
}

async function refuse(trx: Transaction<Database>, payout: StoredPayout): Promise<'refused'> {
  const { payoutId, partyId, amountFen, taxFen } = payout
  await movePayout(trx, {
    payoutId,
    from: ['approved'],
    to: 'rejected',
    failureCode: 'stale_version',
    stamp: 'finishedAt',
  })
  await recordAct(trx, {
    actor: 'send-payouts',
    action: 'payout_changed_after_approval',
    subjectType: 'payout',
    subjectId: payoutId,
  })
  await postEntries(trx, [payoutRejected({ payoutId, partyId, amountFen, taxFen })])
  return 'refused'
}

/** Calls the rail for a payout that stands as sent, with its number, and books what the answer says. */
export async function transferPayout(deps: PayoutDeps, payout: StoredPayout): Promise<SentPayout> {
  const { no, partyId, amountFen, taxFen, holderName, bankName, accountNoSealed } = payout
  const accountNo = openText(deps.secrets.payee, partyId, accountNoSealed)
  const answer = await deps.rail.transfer({
    outTransferNo: no,
    amountFen: amountFen - taxFen,
    payee: { holderName, bankName, accountNo },
  })
  return applyTransferAnswer(deps.db, payout, answer)
}

/**
 * Books what the rail said about a transfer. A refusal is a definite no and the money is available again; but a number that
 * the rail knows with other facts may have moved money, so that stays unknown and waits for a person.
 */
export async function applyTransferAnswer(
  db: Db,
  payout: Pick<StoredPayout, 'payoutId' | 'no' | 'amountFen' | 'taxFen'>,
  answer: RailAnswer<RailTransfer>,
): Promise<SentPayout> {
  const { no } = payout
  const amountFen = payout.amountFen - payout.taxFen
  if (answer.outcome === 'refused' && answer.reason !== 'number_reused') {
    const ended = { no, amountFen, railTransferId: null, failureCode: answer.reason }
    await finishPayout({ db }, { ...ended, outcome: 'failed' })
    return 'failed'
  }
  if (answer.outcome !== 'answered') return markUnknown(db, payout)
  const { state, transferId, failReason } = answer.value
  if (state === 'ACCEPTED' || state === 'PROCESSING') return 'processing'
  const outcome = state === 'SUCCESS' ? 'confirmed' : 'failed'
  await finishPayout(
    { db },
    { no, outcome, amountFen: answer.value.amountFen, railTransferId: transferId, failureCode: failReason },
  )
  return outcome
}

async function markUnknown(db: Db, { payoutId }: Pick<StoredPayout, 'payoutId'>): Promise<'unknown'> {
  await db.transaction().execute(trx => movePayout(trx, { payoutId, from: ['sent'], to: 'unknown' }))
  return 'unknown'
}
