import { randomUUID } from 'node:crypto'
import { LEAST_PAYOUT_FEN } from '@haowu/shared/settlement.ts'
import type { Database, Db, Transaction } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { available, receivable } from '#domain/ledger/accounts.ts'
import { payoutRequested } from '#domain/ledger/payout-entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { readBalances } from '#domain/ledger/read-balances.ts'
import { lockParty } from '#domain/parties/lock-party.ts'
import { refuseRestricted } from '#domain/parties/restrict-party.ts'
import { readRules } from '#domain/rules/read-rules.ts'
import { freeBalance } from './free-balance.ts'
import { hashPayout } from './payout.ts'
import { findByKey, findVerifiedAccount, insertPayout, type StoredPayout } from './payout-store.ts'
import { previewTax } from './preview-tax.ts'

export interface RequestPayout {
  /** Whose money: the actor's own party, or any party when finance makes the request. */
  partyId: string
  /** What leaves its balance; tax is withheld of it. */
  amountFen: bigint
  /** The user who asks; somebody else must approve. */
  makerId: string
  /** Chosen by the caller once per wish; the same key never makes a second payout. */
  idempotencyKey: string
  /** Of companies, for what they are paid; used for one payout only. */
  invoiceNo?: string | undefined
}

export interface RequestedPayout {
  payoutId: string
  repeated: boolean
}

/**
 * Sets a part of a party's available balance aside to be paid out, once per idempotency key, with the tax that is withheld of it
 * reckoned now. Throws `bad_request` below ¥1, `party_restricted` while its payouts are frozen, `payee_account_missing`,
 * `payee_account_rests {until}` while an account that replaced another is too new, `invoice_needed` for a company without one that
 * was not used before, `tax_takes_all {taxFen}` where nothing would arrive, `insufficient_balance {availableFen, owedFen?}` above what is
 * available less what is owed, and `idempotency_conflict` for the same key with other facts.
 */
export async function requestPayout({ db }: { db: Db }, request: RequestPayout): Promise<RequestedPayout> {
  if (request.amountFen < LEAST_PAYOUT_FEN) {
    throw new DomainError('bad_request', { leastFen: LEAST_PAYOUT_FEN.toString() })
  }
  const key = `${request.partyId}:${request.idempotencyKey}`
  const known = await findByKey(db, key)
  if (known) return repeat(known, request)
  return db.transaction().execute(async trx => {
    // Payouts of one party take turns, because the tax of each counts those before it.
    await lockParty(trx, request.partyId)
    await refuseRestricted(trx, { partyIds: [request.partyId], kind: 'payouts_frozen' })
    const stored = await insert(trx, request, key)
    if (stored === undefined) {
      const winner = await findByKey(trx, key)
      if (!winner) throw new Error(`payout key ${key} is taken by nobody`)
      return repeat(winner, request)
    }
    await post(trx, request, stored)
    return { payoutId: stored.payoutId, repeated: false }
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
  { partyId, amountFen, makerId, ...more }: RequestPayout,
  idempotencyKey: string,
): Promise<{ payoutId: string; taxFen: bigint } | undefined> {
  const invoiceNo = more.invoiceNo ?? null
  const rules = await readRules(trx, { payee_cooling: '*' })
  const coolingHours = rules.payee_cooling.value.hours
  const account = await findVerifiedAccount(trx, { partyId, coolingHours })
  if (!account) throw new DomainError('payee_account_missing')
  if (account.restsUntil)
    throw new DomainError('payee_account_rests', {
      untilAt: account.restsUntil.toISOString(),
      rule: 'payee_cooling',
      version: rules.payee_cooling.version,
    })
  const { taxKind, taxFen, steps: taxSteps } = await previewTax(trx, { partyId, amountFen })
  if (taxKind === 'invoice') await refuseInvoice(trx, { partyId, invoiceNo })
  if (taxFen >= amountFen) throw new DomainError('tax_takes_all', { taxFen: taxFen.toString() })
  const facts = { ...account, payoutId: randomUUID(), partyId, amountFen, taxFen, invoiceNo }
  const requestHash = hashPayout(facts)
  const isNew = await insertPayout(trx, { ...facts, taxKind, taxSteps, makerId, requestHash, idempotencyKey })
  return isNew ? { payoutId: facts.payoutId, taxFen } : undefined
}

async function refuseInvoice(
  trx: Transaction<Database>,
  { partyId, invoiceNo }: { partyId: string; invoiceNo: string | null },
): Promise<void> {
  if (invoiceNo === null) throw new DomainError('invoice_needed')
  const used = await trx
    .selectFrom('payout')
    .select('no')
    .where('partyId', '=', partyId)
    .where('invoiceNo', '=', invoiceNo)
    .where('state', 'not in', ['rejected', 'failed', 'returned'])
    .executeTakeFirst()
  if (used) throw new DomainError('invoice_needed', { usedBy: used.no })
}

async function post(
  trx: Transaction<Database>,
  { partyId, amountFen, makerId }: RequestPayout,
  { payoutId, taxFen }: { payoutId: string; taxFen: bigint },
): Promise<void> {
  const actor = `user:${makerId}`
  await recordAct(trx, {
    actor,
    action: 'payout_requested',
    subjectType: 'payout',
    subjectId: payoutId,
    facts: { partyId, amountFen: amountFen.toString(), taxFen: taxFen.toString() },
  })
  await refuseMoreThanFree(trx, { partyId, amountFen })
  await postEntries(trx, [payoutRequested({ payoutId, partyId, amountFen, taxFen, actor })])
}

/**
 * What a party owes is paid first, also of money that became available a moment ago and waits for the next look at debts. Of the rest the
 * ledger's floor has the last word; this is only where a person learns how much there is.
 */
async function refuseMoreThanFree(
  trx: Transaction<Database>,
  { partyId, amountFen }: { partyId: string; amountFen: bigint },
): Promise<void> {
  const balances = await readBalances(trx, [available(partyId), receivable(partyId)])
  const owedFen = balances.get(receivable(partyId)) ?? 0n
  const freeFen = freeBalance({ availableFen: balances.get(available(partyId)) ?? 0n, owedFen })
  if (freeFen >= amountFen) return
  throw new DomainError('insufficient_balance', {
    availableFen: freeFen.toString(),
    ...(owedFen > 0n ? { owedFen: owedFen.toString() } : {}),
  })
}
