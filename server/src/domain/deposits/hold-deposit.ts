import type { Fen } from '@haowu/shared/money.ts'
import type { Database, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { deposit } from '#domain/ledger/accounts.ts'
import { openHold } from '#domain/ledger/hold-balance.ts'
import { readBalance } from '#domain/ledger/read-balances.ts'
import { findHold, insertHold, lockParty } from './deposit-store.ts'

export interface Exposure {
  partyId: string
  liveHoldId: string
  amountFen: Fen
}

/**
 * Sets a part of the party's free deposit aside for one live hold. The same live hold again changes nothing.
 * Throws `deposit_short` with `freeFen`, `neededFen` and `topUpFen` (what to pay in to hold this one) when the free deposit
 * is smaller; nothing is written then. An exposure of zero needs no hold.
 */
export async function holdForExposure(trx: Transaction<Database>, exposure: Exposure): Promise<void> {
  const { partyId, liveHoldId, amountFen } = exposure
  if (amountFen === 0n) return
  await lockParty(trx, partyId)
  if (await findHold(trx, liveHoldId)) return
  const freeFen = await readBalance(trx, deposit(partyId))
  if (freeFen < amountFen) throw depositShort(freeFen, amountFen)
  const { holdId } = await openHold(trx, {
    key: `live_hold:${liveHoldId}`,
    partyId,
    amountFen,
    reason: 'live_hold',
  })
  await insertHold(trx, { partyId, liveHoldId, amountFen, ledgerHoldId: holdId })
}

function depositShort(freeFen: Fen, neededFen: Fen): DomainError {
  return new DomainError('deposit_short', {
    freeFen: freeFen.toString(),
    neededFen: neededFen.toString(),
    topUpFen: (neededFen - freeFen).toString(),
  })
}
