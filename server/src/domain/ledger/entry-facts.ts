import type { Fen } from '@haowu/shared/money.ts'
import { type AccountCode, deferred, pending } from './accounts.ts'

/*
 * Every money event of the platform is one pure function, in the file of the money it is about. Keys are built from the fact
 * they record, so that whoever repeats the fact repeats the key. Two events that exclude each other share a key.
 */

export const SYSTEM = 'system'

export interface Caused {
  /** Default: the system itself. */
  actor?: string | undefined
}

export interface PartyAmount {
  partyId: string
  amountFen: Fen
}

export interface Share {
  role: string
  partyId: string
  amountFen: Fen
}

/** Where an amount that a party gives after settlement stood: kept back, available, or nowhere any more. */
export interface DrawnFrom {
  reserveFen: Fen
  availableFen: Fen
  receivableFen: Fen
}

/** The platform's own share waits among deferred income; everybody else's is pending. */
export function shareAccount(share: Share): AccountCode {
  return share.role === 'platform' ? deferred() : pending(share.partyId)
}
