import type { Db } from '#db/database.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import { type ContractRow, selectContracts } from './contract-store.ts'

export interface ContractStanding extends ContractRow {
  /** From then on nothing may be listed without it. */
  neededFrom: Date
}

const DAY_MS = 86_400_000

/** The newest version of the party's contract, and whether and until when it is to be accepted. */
export async function readContract(db: Db, partyId: string): Promise<ContractStanding> {
  const [newest] = await selectContracts(db, partyId)
  if (!newest) throw new Error(`no contract for party ${partyId}`)
  const { value } = await readRule(db, 'onboarding_times')
  const neededFrom = new Date(newest.effectiveFrom.getTime() + value.contractGraceDays * DAY_MS)
  return { ...newest, neededFrom }
}
