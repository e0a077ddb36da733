import { randomUUID } from 'node:crypto'
import { LEAST_PAYOUT_FEN } from '@haowu/shared/settlement.ts'
import type { Database, Db, Transaction } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { available } from '#domain/ledger/accounts.ts'
import { payoutRequested } from '#domain/ledger/entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { readBalance } from '#domain/ledger/read-balances.ts'
import { refuseRestricted } from '#domain/parties/restrict-party.ts'
import { hashPayout } from './payout.ts'
import { findByKey, findVerifiedAccount, insertPayout, type StoredPayout } from './payout-store.ts'

export interface RequestPayout {
  /** Whose money: the actor's own party, or any party when finance makes the request. */
  partyId: string
  amountFen: bigint
  /** The user who asks; somebody else must approve. */
  makerId: string
  /** Chosen by the caller once per wish; the same key never makes a second payout. */
  idempotencyKey: string
}

export interface RequestedPayout {
  payoutId: string
  repeated: boolean
}

/**
 * Sets a part of a party's available balance aside to be paid out, once per idempotency key. Throws `bad_request` below ¥1,
 * `party_restricted` while its payouts are frozen, `payee_account_missing`, `insufficient_balance {availableFen}`, and `idempotency_conflict` for the same key with other facts.
 */
export async function requestPayout({ db }: { db: Db }, request: RequestPayout): Promise<RequestedPayout> {
  if (request.amountFen < LEAST_PAYOUT_FEN) {
    throw new DomainError('bad_request', { leastFen: LEAST_PAYOUT_FEN.toString() })
  }
  const key = `${request.partyId}:${request.idempotencyKey}`
  const known = await findByKey(db, key)
  if (known) return repeat(known, request)
  return db.transaction().execute(async trx => {
    await refuseRestricted(trx, { partyIds: [request.partyId], kind: 'payouts_frozen' })
    const payoutId = await insert(trx, request, key)
    if (payoutId === undefined) {
      const winner = await findByKey(trx, key)
      if (!winner) throw new Error(`payout key ${key} is taken by nobody`)
      return repeat(winner, request)
    }
    const { partyId, amountFen, makerId } = request
    await recordAct(trx, {
      actor: `user:${makerId}`,
      action: 'payout_requested',
      subjectType: 'payout',
      subjectId: payoutId,
      facts: { partyId, amountFen: amountFen.toString() },
    })
    // The ledger's floor has the last word; this is only where a person learns how much there is.
    const availableFen = await readBalance(trx, available(partyId))
    if (availableFen < amountFen) {
      throw new DomainError('insufficient_balance', { availableFen: availableFen.toString() })
    }
    await postEntries(trx, [payoutRequested({ payoutId, partyId, amountFen, actor: `user:${makerId}` })])
    return { payoutId, repeated: false }
  })
}

function repeat(known: StoredPayout, { partyId, amountFen }: RequestPayout): RequestedPayout {
  if (known.partyId !== partyId || known.amountFen !== amountFen) {
    throw new DomainError('idempotency_conflict')
  }
  return { payoutId: known.payoutId, repeated: true }
}

async function insert(
  trx: Transaction<Database>,
  { partyId, amountFen, makerId }: RequestPayout,
  idempotencyKey: string,
): Promise<string | undefined> {
  const account = await findVerifiedAccount(trx, partyId)
  if (!account) throw new DomainError('payee_account_missing')
  const facts = { ...account, payoutId: randomUUID(), partyId, amountFen }
  const isNew = await insertPayout(trx, { ...facts, makerId, requestHash: hashPayout(facts), idempotencyKey })
  return isNew ? facts.payoutId : undefined
}
