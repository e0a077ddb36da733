import type { Db } from '#db/database.ts'
import { readDepositDues } from './deposit-due.ts'
import type { DepositSeen } from './read-deposit.ts'
import { readDepositBalances } from './trade-facts.ts'

export interface DepositRow extends Omit<DepositSeen, 'holds'> {
  id: string
  name: string
  kind: string
  state: string
}

export interface DepositQuery {
  /** Id of the last row of the page before. */
  cursor?: string | undefined
  limit: number
}

/** The deposits of all suppliers and streamers, newest party first, one more than `limit`. For the platform's own people. */
export async function listDeposits(db: Db, { cursor, limit }: DepositQuery): Promise<DepositRow[]> {
  let query = db
    .selectFrom('party')
    .select(['id', 'name', 'kind', 'state'])
    .where('kind', 'in', ['supplier', 'streamer'])
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (cursor !== undefined) query = query.where('id', '<', cursor)
  const parties = await query.execute()
  const ids = parties.map(({ id }) => id)
  const balanceOf = await readDepositBalances(db, ids)
  const dues = await readDepositDues(db, ids)
  return parties.flatMap(party => {
    const due = dues.get(party.id)
    if (!due) return []
    const balance = balanceOf(party.id)
    const shortFen = due.dueFen > balance.balanceFen ? due.dueFen - balance.balanceFen : 0n
    return [{ ...party, ...balance, due, shortFen }]
  })
}
