import { type Fen, least } from '@haowu/shared/money.ts'
import type { Database, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { deposit } from '#domain/ledger/accounts.ts'
import { openHold } from '#domain/ledger/hold-balance.ts'
import { readBalance } from '#domain/ledger/read-balances.ts'
import { lockParty } from '#domain/parties/lock-party.ts'
import type { RuleCode } from '#domain/rules/rule.ts'
import { findHold, type HoldReason, insertHold } from './deposit-store.ts'

export interface Exposure {
  partyId: string
  liveHoldId: string
  amountFen: Fen
  /** The version of the rule that says how much, for whoever is refused. */
  ruleVersion?: number | undefined
}

/**
 * Sets a part of the party's free deposit aside for one live hold. The same live hold again changes nothing.
 * Throws `deposit_short` with `freeFen`, `neededFen` and `topUpFen` (what to pay in to hold this one) when the free deposit
 * is smaller; nothing is written then. An exposure of zero needs no hold.
 */
export async function holdForExposure(trx: Transaction<Database>, exposure: Exposure): Promise<void> {
  const { partyId, liveHoldId: refId, amountFen, ruleVersion } = exposure
  const by = ruleVersion === undefined ? undefined : { rule: 'hold_exposure' as const, ruleVersion }
  await holdWhole(trx, { reason: 'live_hold', refId, partyId, amountFen, by })
}

interface NamedHold {
  reason: HoldReason
  refId: string
  partyId: string
  amountFen: Fen
  by?: { rule: RuleCode; ruleVersion: number } | undefined
}

/** All of the amount or none of it; throws `deposit_short` as above. */
export async function holdWhole(trx: Transaction<Database>, hold: NamedHold): Promise<void> {
  const { partyId, amountFen } = hold
  if (amountFen === 0n) return
  await lockParty(trx, partyId)
  if (await findHold(trx, hold)) return
  const freeFen = await readBalance(trx, deposit(partyId))
  if (freeFen < amountFen) throw depositShort(freeFen, hold)
  await openNamed(trx, hold)
}

/** As much of the amount as is free, down to nothing. The same fact again answers with what it holds. */
export async function holdWhatIsFree(trx: Transaction<Database>, hold: NamedHold): Promise<{ heldFen: Fen }> {
  const { partyId, amountFen } = hold
  await lockParty(trx, partyId)
  const known = await findHold(trx, hold)
  if (known) return { heldFen: known.amountFen }
  const freeFen = await readBalance(trx, deposit(partyId))
  const heldFen = least(freeFen, amountFen)
  if (heldFen > 0n) await openNamed(trx, { ...hold, amountFen: heldFen })
  return { heldFen }
}

/** Under the party's lock, when enough is free. */
async function openNamed(trx: Transaction<Database>, hold: NamedHold): Promise<void> {
  const { reason, refId, partyId, amountFen } = hold
  const { holdId } = await openHold(trx, { key: `${reason}:${refId}`, partyId, amountFen, reason })
  await insertHold(trx, { reason, refId, partyId, amountFen, ledgerHoldId: holdId })
}

function depositShort(freeFen: Fen, { amountFen: neededFen, by }: NamedHold): DomainError {
  return new DomainError('deposit_short', {
    freeFen: freeFen.toString(),
    neededFen: neededFen.toString(),
    topUpFen: (neededFen - freeFen).toString(),
    ...by,
  })
}
