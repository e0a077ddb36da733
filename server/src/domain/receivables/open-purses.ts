import type { Database, Transaction } from '#db/database.ts'
import { available } from '#domain/ledger/accounts.ts'
import { readBalances } from '#domain/ledger/read-balances.ts'
import type { Purse } from './purse.ts'
import { lockReserves, type OpenReserve, storeDrawn } from './reserve-store.ts'

export interface OpenedPurses {
  of(partyId: string): Purse
  /** Writes down what was taken of each reserve; once, when everything is taken. */
  close(): Promise<void>
}

/**
 * Opens the purses of some parties. Reserves are locked; what is available is only read: call it inside `withFreshBalances`,
 * and pass on what that says.
 */
export async function openPurses(
  trx: Transaction<Database>,
  partyIds: string[],
  { onBalances }: { onBalances: boolean },
): Promise<OpenedPurses> {
  const ids = [...new Set(partyIds)]
  const reserves = Map.groupBy(await lockReserves(trx, ids), reserve => reserve.partyId)
  const balances = await readBalances(trx, onBalances ? ids.map(id => available(id)) : [])
  const purses = new Map<string, Purse & { reserves: OpenReserve[]; keptFen: bigint }>()
  for (const id of ids) {
    const own = reserves.get(id) ?? []
    const keptFen = own.reduce((sum, reserve) => sum + reserve.leftFen, 0n)
    purses.set(id, {
      reserveFen: keptFen,
      keptFen,
      reserves: own,
      availableFen: balances.get(available(id)) ?? 0n,
    })
  }
  return {
    of(partyId) {
      const purse = purses.get(partyId)
      if (!purse) throw new Error(`the purse of ${partyId} is not open`)
      return purse
    },
    async close() {
      for (const { reserves: own, keptFen, reserveFen } of purses.values()) {
        await storeDrawn(trx, own, keptFen - reserveFen)
      }
    },
  }
}
