import type { Fen } from '@haowu/shared/money.ts'
import type { Db } from '#db/database.ts'
import { type DepositDue, readDepositDue } from './deposit-due.ts'
import { listOpenHolds, type OpenHold } from './deposit-store.ts'
import { readDepositBalances } from './trade-facts.ts'

export interface DepositSeen {
  /** All that is deposited: free and held. */
  balanceFen: Fen
  heldFen: Fen
  freeFen: Fen
  due: DepositDue
  /** What is missing to what is due; zero when nothing is. */
  shortFen: Fen
  /** What stands behind `heldFen`, newest first. */
  holds: OpenHold[]
}

const MOST_HOLDS = 500

/** A party's deposit as it stands: what is there, what is held and for which item, what is due and why. */
export async function readDeposit(db: Db, { partyId }: { partyId: string }): Promise<DepositSeen> {
  const { balanceFen, heldFen, freeFen } = (await readDepositBalances(db, [partyId]))(partyId)
  const due = await readDepositDue(db, partyId)
  return {
    balanceFen,
    heldFen,
    freeFen,
    due,
    shortFen: due.dueFen > balanceFen ? due.dueFen - balanceFen : 0n,
    holds: await listOpenHolds(db, { partyId, limit: MOST_HOLDS }),
  }
}
