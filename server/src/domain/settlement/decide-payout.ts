import type { AuditAction } from '@haowu/shared/audit-actions.ts'
import type { Database, Db, Transaction } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { payoutRejected } from '#domain/ledger/payout-entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { announce } from '#domain/outbox/announce.ts'
import { hashPayout } from './payout.ts'
import { lockPayout, movePayout, type StoredPayout } from './payout-store.ts'

export interface DecidePayout {
  payoutId: string
  decision: 'approve' | 'reject'
  /** The finance user who decides; never the one who asked. */
  checkerId: string
  /** What he had before his eyes: the payout's version as the list showed it. */
  version: string
}

/**
 * A second person approves or rejects a payout. Throws `not_found`, `maker_checker` when it is the same person,
 * `stale_version` when the payout, its amount or its account is not what he saw, `payee_account_missing` when the account was
 * replaced since, `payout_state {state}` when another decision stands or it belongs to a batch. The same decision again by the same person is a repeat.
 */
export async function decidePayout(
  { db }: { db: Db },
  decide: DecidePayout,
): Promise<{ state: 'approved' | 'rejected' }> {
  return db.transaction().execute(async trx => {
    const payout = await lockPayout(trx, decide.payoutId)
    if (!payout) throw new DomainError('not_found')
    // A line of a batch is decided with the whole of it.
    if (payout.batchId !== null)
      throw new DomainError('payout_state', { state: payout.state, batchId: payout.batchId })
    if (payout.makerId === decide.checkerId) throw new DomainError('maker_checker')
    if (payout.state !== 'requested') return repeat(payout, decide)
    refuseChanged(payout, decide.version)
    return decide.decision === 'approve' ? approve(trx, payout, decide) : reject(trx, payout, decide)
  })
}

function repeat(
  payout: StoredPayout,
  { checkerId, decision }: DecidePayout,
): { state: 'approved' | 'rejected' } {
  const wasApproved = payout.state !== 'rejected'
  if (payout.checkerId !== checkerId || wasApproved !== (decision === 'approve')) {
    throw new DomainError('payout_state', { state: payout.state })
  }
  return { state: wasApproved ? 'approved' : 'rejected' }
}

function refuseChanged(payout: StoredPayout, version: string): void {
  const now = hashPayout(payout)
  if (!now.equals(payout.requestHash) || now.toString('hex') !== version) {
    throw new DomainError('stale_version')
  }
}

async function approve(trx: Transaction<Database>, payout: StoredPayout, { checkerId }: DecidePayout) {
  const { payoutId } = payout
  if (payout.accountState !== 'verified') throw new DomainError('payee_account_missing')
  await movePayout(trx, { payoutId, from: ['requested'], to: 'approved', checkerId, stamp: 'decidedAt' })
  await announce(trx, 'payout_approved', { key: `payout:${payoutId}:approved`, payload: { payoutId } })
  await record(trx, payout, { checkerId, action: 'payout_approved' })
  return { state: 'approved' as const }
}

async function reject(trx: Transaction<Database>, payout: StoredPayout, { checkerId }: DecidePayout) {
  const { payoutId, partyId, amountFen, taxFen } = payout
  await movePayout(trx, { payoutId, from: ['requested'], to: 'rejected', checkerId, stamp: 'decidedAt' })
  await record(trx, payout, { checkerId, action: 'payout_rejected' })
  await postEntries(trx, [
    payoutRejected({ payoutId, partyId, amountFen, taxFen, actor: `user:${checkerId}` }),
  ])
  return { state: 'rejected' as const }
}

async function record(
  trx: Transaction<Database>,
  { payoutId, partyId, amountFen, makerId }: StoredPayout,
  { checkerId, action }: { checkerId: string; action: AuditAction },
): Promise<void> {
  await recordAct(trx, {
    actor: `user:${checkerId}`,
    action,
    subjectType: 'payout',
    subjectId: payoutId,
    facts: { partyId, amountFen: amountFen.toString(), makerId },
  })
}
