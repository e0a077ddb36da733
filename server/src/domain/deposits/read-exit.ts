import type { Db } from '#db/database.ts'
import { checkExit, type ExitCheck } from './exit-blockers.ts'
import { findLastExit, type StoredExit } from './exit-store.ts'

export interface ExitSeen extends ExitCheck {
  /** The last one that was asked for, however it ended. */
  exit: StoredExit | undefined
}

/** A party's way out: what keeps its deposit here now, and where its last exit stands. */
export async function readExit(db: Db, partyId: string): Promise<ExitSeen> {
  return { ...(await checkExit(db, partyId)), exit: await findLastExit(db, partyId) }
}
